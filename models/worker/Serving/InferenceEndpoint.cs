using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;

namespace Survey.Worker.Serving;

/// <summary>Answers <c>POST /v2/models/{name}/infer</c>.</summary>
internal sealed class InferenceEndpoint(ServeOptions options, Stamps stamps)
{
    /// <summary>The length of the JSON in front of binary tensors, in requests and answers.</summary>
    public const string JsonLengthHeader = "Inference-Header-Content-Length";

    public async Task InvokeAsync(HttpContext context, ServedModel served)
    {
        using var body = await RequestBody.ReadAsync(context.Request, options.MaximumBodyBytes);

        // The receiving thread serves other connections too: it may be kept for a moment only.
        if (!served.IsQuick || body.Content.Length > ServedModel.QuickBodyBytes)
            await Task.Yield();
        var scratch = served.RentScratch(options.MaximumImages);
        try
        {
            var jsonLength = Answer(context.Request, body.Content, served, scratch);
            stamps.MarkFirstAnswer();

            var response = context.Response;
            response.ContentType = jsonLength is null ? "application/json" : "application/octet-stream";
            response.ContentLength = scratch.Answer.WrittenCount;
            if (jsonLength is { } length)
                response.Headers[JsonLengthHeader] = length.ToString(CultureInfo.InvariantCulture);
            await response.BodyWriter.WriteAsync(scratch.Answer.WrittenMemory);
        }
        finally
        {
            served.Return(scratch);
        }
    }

    /// <returns>The length of the JSON when binary data follows it.</returns>
    private int? Answer(HttpRequest http, ReadOnlyMemory<byte> body, ServedModel served, InferenceScratch scratch)
    {
        var jsonLength = JsonLength(http, body.Length);
        InferenceRequestReader.Read(body.Span[..jsonLength], scratch.Request);
        var images = RequestImages.Read(scratch.Request, body[jsonLength..], served.Model, options.MaximumImages);

        var scores = scratch.Scores(images.Count * served.Model.Classes);
        served.Infer(images, scores);
        return Write(scratch, served, images.Count, scores);
    }

    private static int JsonLength(HttpRequest http, int bodyLength)
    {
        if (!http.Headers.TryGetValue(JsonLengthHeader, out var header))
            return bodyLength;
        return int.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bodyLength
            ? length
            : throw new ProtocolException(StatusCodes.Status400BadRequest, $"The header {JsonLengthHeader} is '{header}', the body has {bodyLength} bytes.");
    }

    private static int? Write(InferenceScratch scratch, ServedModel served, int images, ReadOnlySpan<float> scores)
    {
        var (request, json) = (scratch.Request, scratch.Json);
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
        if (request.BinaryOutput)
        {
            json.WriteStartObject("parameters"u8);
            json.WriteNumber("binary_data_size"u8, scores.Length * sizeof(float));
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data"u8);
            foreach (var score in scores)
                json.WriteNumberValue(score);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();

        if (!request.BinaryOutput)
            return null;
        var length = scratch.Answer.WrittenCount;
        scratch.Answer.Write(MemoryMarshal.AsBytes(scores));
        return length;
    }
}
