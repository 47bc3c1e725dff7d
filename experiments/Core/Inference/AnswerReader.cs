using System.Runtime.InteropServices;
using System.Text.Json;

namespace Survey.Experiments.Inference;

/// <summary>Reads what a server answers and trusts none of it.</summary>
internal static class AnswerReader
{
    private const int LongestQuote = 300;
    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 16 };

    public static ServedModelInfo ReadModel(byte[] content) => Parse(content, root => new ServedModelInfo(
        root.GetProperty("name").GetString() ?? "",
        root.TryGetProperty("versions", out var versions) && versions.ValueKind == JsonValueKind.Array ? [.. versions.EnumerateArray().Select(version => version.ToString())] : [],
        root.TryGetProperty("platform", out var platform) ? platform.ToString() : null,
        root.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("sha256", out var digest) ? digest.ToString() : null,
        root.TryGetProperty("inputs", out var inputs) && inputs.ValueKind == JsonValueKind.Array && inputs.GetArrayLength() > 0 ? ReadTensor(inputs[0]) : null));

    public static InferenceAnswer ReadScores(byte[] content, int? jsonLength, int images, TimeSpan elapsed)
    {
        var length = jsonLength ?? content.Length;
        if (length > content.Length)
            throw new InferenceException($"The server says that {length} bytes of JSON come first, and sent {content.Length} in all.");
        return Parse(content.AsMemory(0, length), root =>
        {
            var output = root.GetProperty("outputs")[0];
            var scores = output.TryGetProperty("data", out var data) ? ReadNumbers(data) : ReadBinary(output, content.AsSpan(length));
            if (scores.Length == 0 || scores.Length % images != 0)
                throw new InferenceException($"The server answered {scores.Length} scores for {images} images.");
            if (Array.Exists(scores, score => !float.IsFinite(score)))
                throw new InferenceException("The server answered a score that is no finite number.");
            return new InferenceAnswer(
                root.TryGetProperty("model_name", out var name) ? name.ToString() : "",
                root.TryGetProperty("model_version", out var version) ? version.ToString() : null,
                scores, scores.Length / images, elapsed);
        });
    }

    /// <summary>The server's own sentence, shortened; it is shown, never interpreted.</summary>
    public static string ReadFailure(byte[] content)
    {
        string text;
        try
        {
            using var document = JsonDocument.Parse(content, Bounds);
            text = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) ? error.ToString() : document.RootElement.ToString();
        }
        catch (JsonException)
        {
            text = System.Text.Encoding.UTF8.GetString(content);
        }

        text = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)]).Trim();
        return text.Length > LongestQuote ? text[..LongestQuote] + "..." : text;
    }

    private static ServedTensor ReadTensor(JsonElement tensor) =>
        new(tensor.GetProperty("name").GetString() ?? "", [.. tensor.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32())]);

    private static float[] ReadNumbers(JsonElement data)
    {
        var scores = new List<float>();
        foreach (var item in data.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array)
                scores.AddRange(ReadNumbers(item));
            else
                scores.Add(item.GetSingle());
        }

        return [.. scores];
    }

    private static float[] ReadBinary(JsonElement output, ReadOnlySpan<byte> binary)
    {
        var size = output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32();
        if (size < 0 || size > binary.Length || size % sizeof(float) != 0)
            throw new InferenceException($"The server says that its first output has {size} bytes, and {binary.Length} follow the JSON.");
        return MemoryMarshal.Cast<byte, float>(binary[..size]).ToArray();
    }

    private static T Parse<T>(ReadOnlyMemory<byte> content, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Bounds);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InferenceException($"The server's answer is not of the Open Inference Protocol: {exception.Message}", exception);
        }
    }
}
