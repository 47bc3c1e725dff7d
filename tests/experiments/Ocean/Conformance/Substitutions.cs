using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>What stood in the recording, and what stands for it here: addresses, ids, hashes.</summary>
internal sealed class Substitutions
{
    private const int ShortestId = 16;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public void Add(string recorded, string here)
    {
        if (recorded.Length > 0 && recorded != here)
            values[recorded] = here;
    }

    public string Apply(string text)
    {
        foreach (var (recorded, here) in values.OrderByDescending(pair => pair.Key.Length))
            text = text.Replace(recorded, here, StringComparison.Ordinal);
        return text;
    }

    public JsonNode? Apply(JsonNode? node) => node is null ? null : JsonNode.Parse(Apply(node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));

    /// <summary>Learns ids from an answer: where a long text stands at the same place, it is the same thing.</summary>
    public void Learn(JsonNode? expected, JsonNode? actual)
    {
        if (expected is JsonObject left && actual is JsonObject right)
        {
            foreach (var (name, value) in left)
                Learn(value, right[name]);
        }
        else if (expected is JsonArray { Count: > 0 } items && actual is JsonArray { Count: > 0 } others)
        {
            Learn(items[0], others[0]);
        }
        else if (expected is JsonValue text && actual is JsonValue other && text.TryGetValue<string>(out var recorded) && other.TryGetValue<string>(out var here)
            && recorded.Length >= ShortestId && !recorded.Contains(' ') && !recorded.EndsWith('~'))
        {
            Add(recorded, here);
        }
    }
}
