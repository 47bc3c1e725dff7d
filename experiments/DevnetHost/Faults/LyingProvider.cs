using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Devnets;

/// <summary>Changes one prediction in a hundred: what a provider does who did not really run the model.</summary>
internal static class LyingProvider
{
    private const int Every = 100;
    private const int Classes = 10;

    public static void Change(string results)
    {
        foreach (var path in Directory.EnumerateFiles(results, "predictions.json", SearchOption.AllDirectories))
        {
            var document = JsonNode.Parse(File.ReadAllText(path));
            if (document?["argmax"] is not JsonArray argmax)
                continue;
            for (var i = 0; i < argmax.Count; i += Every)
                argmax[i] = (argmax[i]!.GetValue<int>() + 1) % Classes;
            // The file may be the container's user's: it cannot be written, but replaced in a folder that everybody may change.
            File.Delete(path);
            File.WriteAllText(path, document.ToJsonString(new JsonSerializerOptions { WriteIndented = false }));
        }
    }
}
