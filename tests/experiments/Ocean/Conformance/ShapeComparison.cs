using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>Compares answers by keys and types, and texts by their words; hex, numbers and times differ from run to run.</summary>
internal static partial class ShapeComparison
{
    /// <summary>Where two JSON values differ in shape; nothing when they do not. A null on either side fits anything.</summary>
    public static IEnumerable<string> Differences(JsonNode? expected, JsonNode? actual, string path = "$")
    {
        if (expected is null || actual is null)
            yield break;
        if (Kind(expected) != Kind(actual))
        {
            yield return $"{path}: {Kind(expected)} became {Kind(actual)}";
            yield break;
        }
        if (expected is JsonObject left && actual is JsonObject right)
        {
            foreach (var name in left.Select(member => member.Key).Union(right.Select(member => member.Key)))
            {
                if (!left.ContainsKey(name) || !right.ContainsKey(name))
                    yield return $"{path}.{name}: {(left.ContainsKey(name) ? "missing" : "not in the recording")}";
                foreach (var difference in Differences(left[name], right[name], $"{path}.{name}"))
                    yield return difference;
            }
        }
        else if (expected is JsonArray { Count: > 0 } items && actual is JsonArray { Count: > 0 } others)
        {
            foreach (var difference in Differences(items[0], others[0], $"{path}[0]"))
                yield return difference;
        }
        else if (expected is JsonArray empty && actual is JsonArray full && (empty.Count == 0) != (full.Count == 0))
        {
            yield return $"{path}: {empty.Count} elements became {full.Count}";
        }
    }

    /// <summary>A text without what differs from run to run.</summary>
    public static string Words(string text) => Numbers().Replace(Hex().Replace(text.Replace("http://", "", StringComparison.Ordinal), "#"), "#").Trim();

    private static string Kind(JsonNode node) => node switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        },
    };

    [GeneratedRegex("(0x)?[0-9a-fA-F]{12,}~?")]
    private static partial Regex Hex();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
