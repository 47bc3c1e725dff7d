using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Gathers the recorded history of each job and compares its order and texts with the history here.</summary>
internal sealed partial class HistoryComparer(IdMap ids)
{
    private readonly SortedDictionary<string, SortedDictionary<int, JsonNode>> recorded = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Jobs => [.. recorded.Keys];

    /// <summary>Notes the events of a recorded answer.</summary>
    public void Learn(RecordedCall call)
    {
        foreach (var item in Events(call.Answer))
        {
            if ((item["JobID"]?.ToString() ?? JobOf(call)) is not { } job)
                continue;
            if (!recorded.TryGetValue(job, out var events))
                recorded[job] = events = [];
            events[item["SeqNum"]!.GetValue<int>()] = item;
        }
    }

    /// <summary>
    /// What differs between the recorded history of a job and the one here. Only as many events as were recorded count. Executions of one job
    /// that run at the same time overtake each other by chance: for each of them, and for the job itself, the order counts.
    /// </summary>
    public string? Difference(string job, JsonNode? actual)
    {
        var expected = recorded[job];
        var here = Events(actual).Where(item => expected.ContainsKey(item["SeqNum"]!.GetValue<int>())).ToList();
        var (left, right) = (Lines([.. expected.Values]), Lines(here));
        var straight = left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        if (straight)
            return null;
        var missing = left.Except(right).FirstOrDefault() ?? "no more than here";
        var extra = right.Except(left).FirstOrDefault() ?? "less";
        return $"'{missing}' was recorded, here it is '{extra}'";
    }

    /// <summary>The history here as one text, for conditions.</summary>
    public string Text(JsonNode? actual) =>
        string.Join(" > ", Events(actual).Select(item => Settled(ids.Neutral($"{item["Event"]!["Topic"]}: {item["Event"]!["Message"]}"))));

    // How much a machine has, and in which order a node tells what it offers, is no matter of the protocol.
    private static string Settled(string text)
    {
        text = Capacity().Replace(text, "{capacity}");
        text = Offered().Replace(text, match => $"only {string.Join(", ", match.Groups[1].Value.Split(", ").Order(StringComparer.Ordinal))}");
        var lines = text.Split("\n• ");
        return string.Join("\n• ", lines.Take(1).Concat(lines.Skip(1).Order(StringComparer.Ordinal)));
    }

    [GeneratedRegex(@"\{CPU: [^}]*\}")]
    private static partial Regex Capacity();

    [GeneratedRegex(@"only ((?:\w+, )*\w+)")]
    private static partial Regex Offered();

    // One line per execution and one for the job.
    private List<string> Lines(IReadOnlyList<JsonNode> events) =>
        [.. events.GroupBy(item => item["ExecutionID"]?.ToString() ?? "").Select(group => string.Join(" > ", group.Select(Line)))];

    /// <summary>The id of the job a call asks for; null where only its name or a part of the id stands in the recording.</summary>
    public static string? JobOf(RecordedCall call)
    {
        const int FullLength = 38;
        if (call.Answer?["Job"] is JsonObject job)
            return job["ID"]?.ToString();
        return call.Path.Split('/', '?') is [_, "api", "v1", "orchestrator", "jobs", { Length: FullLength } id, ..] && id.StartsWith("j-", StringComparison.Ordinal) ? id : null;
    }

    public static IEnumerable<JsonNode> Events(JsonNode? answer)
    {
        var items = answer?["History"]?["Items"] as JsonArray ?? answer?["Items"] as JsonArray;
        return (items ?? []).OfType<JsonObject>().Where(item => item.ContainsKey("SeqNum"));
    }

    private string Line(JsonNode item)
    {
        var happened = item["Event"]!;
        var details = string.Join(',', (happened["Details"] as JsonObject ?? []).Select(detail => detail.Key).Order(StringComparer.Ordinal));
        return $"{Settled(ids.Neutral($"{item["Type"]} v{item["JobVersion"]} {happened["Topic"]}: {happened["Message"]}"))} [{details}]";
    }
}
