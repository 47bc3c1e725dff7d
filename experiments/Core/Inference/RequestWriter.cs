using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Survey.Experiments.Inference;

/// <summary>Writes the body of an inference request.</summary>
internal static class RequestWriter
{
    public const string JsonLengthHeader = "Inference-Header-Content-Length";

    public static (byte[] Body, int JsonLength) Write(InferenceInput input, TensorEncoding encoding)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("inputs");
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("datatype", "FP32");
            json.WriteStartArray("shape");
            foreach (var size in input.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            if (encoding == TensorEncoding.Json)
                WriteNumbers(json, input.Pixels.Span);
            else
                WriteFlag(json, "binary_data_size", writer => writer.WriteNumberValue(input.Pixels.Length * sizeof(float)));
            json.WriteEndObject();
            json.WriteEndArray();
            if (encoding == TensorEncoding.Binary)
                WriteFlag(json, "binary_data_output", writer => writer.WriteBooleanValue(true));
            json.WriteEndObject();
        }

        var length = buffer.WrittenCount;
        if (encoding == TensorEncoding.Binary)
            buffer.Write(MemoryMarshal.AsBytes(input.Pixels.Span));
        return (buffer.WrittenSpan.ToArray(), length);
    }

    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<float> pixels)
    {
        json.WriteStartArray("data");
        foreach (var pixel in pixels)
            json.WriteNumberValue(pixel);
        json.WriteEndArray();
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, Action<Utf8JsonWriter> write)
    {
        json.WriteStartObject("parameters");
        json.WritePropertyName(name);
        write(json);
        json.WriteEndObject();
    }
}
