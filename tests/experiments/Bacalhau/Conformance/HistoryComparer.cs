using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Gathers the recorded history of each job and compares its order and texts with the history here.</summary>
internal sealed class HistoryComparer(IdMap ids)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, SortedDictionary<int, string>> recorded = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Jobs => [.. recorded.Keys];

    /// <summary>Notes the events of a recorded answer.</summary>
    public void Learn(string job, JsonNode? answer)
    {
        foreach (var item in Events(answer))
        {
            lock (gate)
            {
                if (!recorded.TryGetValue(job, out var events))
                    recorded[job] = events = [];
                events[item["SeqNum"]!.GetValue<int>()] = Line(item);
            }
        }
    }

    /// <summary>What differs between the recorded history of a job and the one here. Only as many events as were recorded count.</summary>
    public string? Difference(string job, JsonNode? actual)
    {
        var here = Events(actual).ToDictionary(item => item["SeqNum"]!.GetValue<int>(), Line);
        foreach (var (number, expected) in recorded[job])
        {
            var got = here.GetValueOrDefault(number, "<nothing>");
            if (got != expected)
                return $"event {number}: '{expected}' was recorded, here it is '{got}'";
        }

        return null;
    }

    private static IEnumerable<JsonNode> Events(JsonNode? answer)
    {
        var items = answer?["History"]?["Items"] as JsonArray ?? answer?["Items"] as JsonArray;
        return (items ?? []).OfType<JsonObject>().Where(item => item.ContainsKey("SeqNum"));
    }

    private string Line(JsonNode item)
    {
        var happened = item["Event"]!;
        var details = string.Join(',', (happened["Details"] as JsonObject ?? []).Select(detail => detail.Key).Order(StringComparer.Ordinal));
        return ids.Neutral($"{item["Type"]} v{item["JobVersion"]} {happened["Topic"]}: {happened["Message"]} [{details}]");
    }
}
