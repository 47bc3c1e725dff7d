using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Survey.Worker.Serving;

/// <summary>Answers <c>POST /v2/models/{name}/infer</c>.</summary>
internal sealed class InferenceEndpoint(ServeOptions options, Stamps stamps)
{
    /// <summary>The length of the JSON in front of binary tensors, in requests and answers.</summary>
    public const string JsonLengthHeader = "Inference-Header-Content-Length";

    public async Task InvokeAsync(HttpContext context, ServedModel served)
    {
        using var body = await PooledBody.ReadAsync(context.Request, options.MaximumBodyBytes, context.RequestAborted);
        var answer = new ArrayBufferWriter<byte>(512);
        var jsonLength = Answer(context.Request, body, served, answer);
        stamps.MarkFirstAnswer();

        var response = context.Response;
        response.ContentType = jsonLength is null ? "application/json" : "application/octet-stream";
        response.ContentLength = answer.WrittenCount;
        if (jsonLength is { } length)
            response.Headers[JsonLengthHeader] = length.ToString(CultureInfo.InvariantCulture);
        await response.BodyWriter.WriteAsync(answer.WrittenMemory, context.RequestAborted);
    }

    /// <returns>The length of the JSON when binary data follows it.</returns>
    private int? Answer(HttpRequest http, PooledBody body, ServedModel served, ArrayBufferWriter<byte> answer)
    {
        var model = served.Model;
        var jsonLength = JsonLength(http, body.Length);
        using var request = new InferenceRequest(new FloatBuffer(model.Image.Elements, options.MaximumImages * model.Image.Elements));
        InferenceRequestReader.Read(body.Content.Span[..jsonLength], request);
        var images = RequestImages.Read(request, body.Content[jsonLength..], model, options.MaximumImages);

        var scores = new float[images.Count * model.Classes];
        served.Infer(images, scores);
        return Write(answer, request, served, images.Count, scores);
    }

    private static int JsonLength(HttpRequest http, int bodyLength)
    {
        if (!http.Headers.TryGetValue(JsonLengthHeader, out var header))
            return bodyLength;
        return int.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bodyLength
            ? length
            : throw new ProtocolException(StatusCodes.Status400BadRequest, $"The header {JsonLengthHeader} is '{header}', the body has {bodyLength} bytes.");
    }

    private static int? Write(ArrayBufferWriter<byte> answer, InferenceRequest request, ServedModel served, int images, float[] scores)
    {
        using (var json = new Utf8JsonWriter(answer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("model_name"u8, served.Name);
            json.WriteString("model_version"u8, ServedModel.Version);
            if (request.Id is not null)
                json.WriteString("id"u8, request.Id);
            json.WriteStartArray("outputs"u8);
            json.WriteStartObject();
            json.WriteString("name"u8, served.Model.OutputName);
            json.WriteString("datatype"u8, "FP32"u8);
            json.WriteStartArray("shape"u8);
            json.WriteNumberValue(images);
            json.WriteNumberValue(served.Model.Classes);
            json.WriteEndArray();
            WriteData(json, request.BinaryOutput, scores);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (!request.BinaryOutput)
            return null;
        var length = answer.WrittenCount;
        answer.Write(MemoryMarshal.AsBytes(scores.AsSpan()));
        return length;
    }

    private static void WriteData(Utf8JsonWriter json, bool binary, float[] scores)
    {
        if (binary)
        {
            json.WriteStartObject("parameters"u8);
            json.WriteNumber("binary_data_size"u8, scores.Length * sizeof(float));
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("data"u8);
        foreach (var score in scores)
            json.WriteNumberValue(score);
        json.WriteEndArray();
    }
}
