using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Devnets.Bacalhau.Compute;

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
            File.WriteAllText(path, document.ToJsonString(new JsonSerializerOptions { WriteIndented = false }));
        }
    }
}
