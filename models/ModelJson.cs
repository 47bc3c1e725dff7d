using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Survey.Experiments.Running;

namespace Survey.Models;

/// <summary>How the model's own JSON files are written: camelCase, indented, LF.</summary>
internal static class ModelJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write<T>(string path, T value) => AtomicFile.WriteText(path, JsonSerializer.Serialize(value, Options) + "\n");

    /// <exception cref="ModelException">The file is missing or is not what it should be.</exception>
    public static T Read<T>(string path, string stage)
    {
        if (!File.Exists(path))
            throw new ModelException($"'{path}' is missing; run the target {stage} first.");
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Options) ?? throw new JsonException("it holds null");
        }
        catch (JsonException exception)
        {
            throw new ModelException($"'{path}' cannot be read ({exception.Message}); delete it and run the target {stage} again.", exception);
        }
    }
}
