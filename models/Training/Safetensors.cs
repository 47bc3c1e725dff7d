using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Models.Training;

/// <summary>A float32 tensor with its name.</summary>
internal sealed record NamedTensor(string Name, long[] Shape, float[] Values);

/// <summary>The safetensors format: length of the header (8 bytes, little-endian), JSON header, the tensors' bytes one after another.</summary>
/// <remarks>https://github.com/huggingface/safetensors#format</remarks>
internal static class Safetensors
{
    private const int Alignment = 8;
    private const int MostHeaderBytes = 1 << 20;

    /// <summary>The same tensors give the same bytes.</summary>
    public static byte[] Serialize(IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var ordered = tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToArray();
        var header = new JsonObject { ["__metadata__"] = new JsonObject(metadata.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value))) };
        var end = 0L;
        foreach (var tensor in ordered)
        {
            var start = end;
            end += tensor.Values.Length * sizeof(float);
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(dimension => (JsonNode)dimension)]),
                ["data_offsets"] = new JsonArray(start, end),
            };
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padding = (Alignment - (json.Length % Alignment)) % Alignment;
        using var content = new MemoryStream();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding);
        content.Write(length);
        content.Write(json);
        content.Write("       "u8[..padding]);
        foreach (var tensor in ordered)
            content.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        return content.ToArray();
    }

    /// <exception cref="ModelException">The content is not a safetensors file of float32 tensors.</exception>
    public static IReadOnlyList<NamedTensor> Parse(byte[] content, string name)
    {
        try
        {
            return ParseTensors(content);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or InvalidDataException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new ModelException($"'{name}' is no safetensors file of float32 tensors: {exception.Message}", exception);
        }
    }

    private static List<NamedTensor> ParseTensors(byte[] content)
    {
        var headerLength = content.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(content);
        if (headerLength is < 2 or > MostHeaderBytes || headerLength > content.Length - 8)
            throw new InvalidDataException("its header is cut off or too long.");
        using var header = JsonDocument.Parse(content.AsMemory(8, (int)headerLength), new JsonDocumentOptions { MaxDepth = 4 });
        var data = content.AsMemory(8 + (int)headerLength);
        return [.. header.RootElement.EnumerateObject().Where(item => item.Name != "__metadata__").Select(item => ParseTensor(item.Name, item.Value, data.Span))];
    }

    private static NamedTensor ParseTensor(string name, JsonElement description, ReadOnlySpan<byte> data)
    {
        if (description.GetProperty("dtype").GetString() != "F32")
            throw new InvalidDataException($"'{name}' is not float32.");
        var shape = description.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt64()).ToArray();
        var offsets = description.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets is not [>= 0 and var start, var end] || end < start || end > data.Length || shape.Any(dimension => dimension < 0)
            || shape.Aggregate((Int128)sizeof(float), (product, dimension) => product * dimension) != end - start)
            throw new InvalidDataException($"'{name}' has offsets that do not fit its shape or the file.");
        return new NamedTensor(name, shape, MemoryMarshal.Cast<byte, float>(data[(int)start..(int)end]).ToArray());
    }
}
