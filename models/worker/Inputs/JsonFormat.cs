using System.Text.Json;
using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>Numbers in JSON: an array nested any way, or the body of an Open Inference request with one input.</summary>
internal sealed class JsonFormat : IInputFormat
{
    public string Name => "json";

    public bool Recognises(string fileName, ReadOnlySpan<byte> start) => fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    public Images Read(InputFile file, ImageShape image)
    {
        try
        {
            using var document = JsonDocument.Parse(file.Content, new JsonDocumentOptions { MaxDepth = 16 });
            var (numbers, areBytes) = Locate(file, document.RootElement);
            var pixels = new List<float>();
            Flatten(file, numbers, pixels);
            var scaled = areBytes ? [.. pixels.Select(pixel => pixel / 255f)] : pixels.ToArray();
            return FloatPixels.ToImages(file, scaled, image);
        }
        catch (JsonException exception)
        {
            throw new WorkerException(ExitCode.BadInput, $"'{file.Name}' is not valid JSON: {exception.Message}", exception);
        }
    }

    private static (JsonElement Numbers, bool AreBytes) Locate(InputFile file, JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return (root, false);
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("inputs", out var inputs) && inputs.ValueKind == JsonValueKind.Array && inputs.GetArrayLength() == 1
            && inputs[0].ValueKind == JsonValueKind.Object && inputs[0].TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array)
            return (data, inputs[0].TryGetProperty("datatype", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("UINT8"));
        throw file.Refuse("is JSON without images: expected an array of numbers, or an Open Inference request with one input.");
    }

    private static void Flatten(InputFile file, JsonElement element, List<float> pixels)
    {
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array)
                Flatten(file, item, pixels);
            else if (item.ValueKind == JsonValueKind.Number)
                pixels.Add(item.GetSingle());
            else
                throw file.Refuse($"holds {item.GetRawText()} where a number belongs.");
        }
    }
}
