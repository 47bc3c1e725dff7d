using System.Text;
using System.Text.Json.Nodes;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>The result files of a job that are there, in the node's order; their index counts only those.</summary>
internal sealed class JobResults
{
    public const string ImageLog = "imageLog";
    public const string ConfigurationLog = "configurationLog";
    public const string AlgorithmLog = "algorithmLog";
    public const string Output = "output";

    private static readonly (string Type, string Name)[] Order =
        [(ImageLog, "image.log"), (ConfigurationLog, "configuration.log"), (AlgorithmLog, "algorithm.log"), (Output, "outputs.tar"), ("publishLog", "publish.log")];

    private readonly Lock gate = new();
    private readonly Dictionary<string, byte[]> files = [];

    public void Set(string type, byte[] content)
    {
        lock (gate)
            files[type] = content;
    }

    public void Append(string type, string text)
    {
        lock (gate)
            files[type] = [.. files.GetValueOrDefault(type, []), .. Encoding.UTF8.GetBytes(text)];
    }

    public JsonArray ToJson() =>
        [.. Present().Select((file, index) => new JsonObject { ["filename"] = file.Name, ["filesize"] = file.Content.Length, ["type"] = file.Type, ["index"] = index })];

    /// <summary>The file at an index; null when there is none.</summary>
    public (string Type, byte[] Content)? At(int index)
    {
        var present = Present();
        return index >= 0 && index < present.Count ? (present[index].Type, present[index].Content) : null;
    }

    private List<(string Type, string Name, byte[] Content)> Present()
    {
        lock (gate)
            return [.. Order.Where(entry => files.ContainsKey(entry.Type)).Select(entry => (entry.Type, entry.Name, files[entry.Type]))];
    }
}
