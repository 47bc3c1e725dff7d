using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Compares an answer with the recorded one: members, types, texts of errors. Values of other members may differ.</summary>
internal sealed class ShapeComparer(IdMap ids, IReadOnlySet<string> ownJobs)
{
    // Members whose names are data, not shape.
    private static readonly string[] Maps = ["Labels", "Meta", "Env", "config", "Params", "NATSServer", "Details"];

    // Shown only for some items, or texts that nothing depends on.
    private static readonly string[] Optional =
        ["ExecutionID", "Details", "Message", "PartitionIndex", "LastComputeSeqNum", "LastOrchestratorSeqNum", "Params", "State", "GPUs"];

    // Compared by value where the job is over, so that nothing moves any more.
    private static readonly string[] Settled =
        ["StateType", "ExitCode", "StdoutTruncated", "StderrTruncated", "JobVersion", "Version", "Count", "Type", "Name", "Namespace", "NextToken"];

    private static readonly string[] Terminal = ["Completed", "Failed", "Stopped"];

    private static readonly string[] ErrorTexts = ["Message", "Hint", "Code", "Component", "Error", "reason"];

    public IEnumerable<string> Differences(JsonNode? recorded, JsonNode? actual, bool slim)
    {
        if (recorded is JsonObject { Count: > 0 } envelope && IsError(envelope))
            return ErrorDifferences(envelope, actual);
        var isOver = recorded is JsonObject answer && answer["Job"] is JsonObject job && Terminal.Contains(job["State"]?["StateType"]?.ToString());
        return Shape(recorded, actual, "$", slim).Concat(isOver ? ValueDifferences(recorded, actual, "$") : []);
    }

    private IEnumerable<string> ValueDifferences(JsonNode? recorded, JsonNode? actual, string path)
    {
        switch (recorded, actual)
        {
            case (JsonObject left, JsonObject right) when !Maps.Contains(path.Split('.')[^1]):
                return left.SelectMany(member => right.ContainsKey(member.Key) && Settled.Contains(member.Key) && member.Value is JsonValue && !IsPlaceholder(member.Value)
                    ? ValueDifference(member.Value, right[member.Key], $"{path}.{member.Key}")
                    : ValueDifferences(member.Value, right[member.Key], $"{path}.{member.Key}"));
            case (JsonArray left, JsonArray right) when left.Count == right.Count && !path.EndsWith("History.Items", StringComparison.Ordinal):
                return InOrder(left).Zip(InOrder(right)).SelectMany(pair => ValueDifferences(pair.First, pair.Second, $"{path}[]"));
            default:
                return [];
        }
    }

    private IEnumerable<string> ValueDifference(JsonNode? recorded, JsonNode? actual, string path)
    {
        var (expected, got) = (ids.Neutral($"{recorded}"), ids.Neutral($"{actual}"));
        if (expected != got)
            yield return $"{path}: {expected} was recorded, here it is {got}";
    }

    private static bool IsError(JsonObject answer) => answer.ContainsKey("Component") || answer.ContainsKey("Error");

    private IEnumerable<string> ErrorDifferences(JsonObject recorded, JsonNode? actual)
    {
        foreach (var (name, value) in recorded)
        {
            var found = (actual as JsonObject)?[name];
            if (value is JsonObject inner)
            {
                foreach (var difference in ErrorDifferences(inner, found))
                    yield return difference;
            }
            else if (ErrorTexts.Contains(name) || name == "Status")
            {
                var expected = ids.Neutral(value?.ToString() ?? "");
                var got = ids.Neutral(found?.ToString() ?? "<absent>");
                if (expected != got)
                    yield return $"$.{name}: '{expected}' was recorded, here it is '{got}'";
            }
        }
    }

    private IEnumerable<string> Shape(JsonNode? recorded, JsonNode? actual, string path, bool slim)
    {
        if (IsPlaceholder(recorded) || IsForeign(recorded))
            yield break;
        var (left, right) = (Kind(recorded), Kind(actual));
        if (left != right)
        {
            yield return $"{path}: {left} was recorded, here it is {right}";
            yield break;
        }

        var inner = recorded switch
        {
            JsonObject members => Members(members, actual!.AsObject(), path, slim),
            JsonArray items => Items(items, actual!.AsArray(), path, slim),
            _ => [],
        };
        foreach (var difference in inner)
            yield return difference;
    }

    private IEnumerable<string> Members(JsonObject recorded, JsonObject actual, string path, bool slim)
    {
        if (path.Split('.')[^1] is var last && Maps.Contains(last.Split('[')[0]))
            yield break;
        slim |= recorded.Any(member => member.Key.StartsWith('<')) || recorded.ContainsKey("left out");
        foreach (var (name, value) in recorded)
        {
            if (name.StartsWith('<') || (Optional.Contains(name) && !actual.ContainsKey(name)))
                continue;
            if (!actual.ContainsKey(name))
                yield return $"{path}.{name}: recorded, not here";
            else
            {
                foreach (var difference in Shape(value, actual[name], $"{path}.{name}", slim))
                    yield return difference;
            }
        }

        foreach (var extra in actual.Select(member => member.Key).Except(recorded.Select(member => member.Key)))
        {
            if (!slim && !Optional.Contains(extra))
                yield return $"{path}.{extra}: here, not recorded";
        }
    }

    private IEnumerable<string> Items(JsonArray recorded, JsonArray actual, string path, bool slim)
    {
        if (recorded.Count == 0 != (actual.Count == 0))
            yield return $"{path}: {recorded.Count} items were recorded, here are {actual.Count}";
        foreach (var (first, second) in InOrder(recorded).Zip(InOrder(actual)))
        {
            foreach (var difference in Shape(first, second, $"{path}[]", slim).Distinct())
                yield return difference;
        }
    }

    // Nodes come in the order of their ids, which are others here. Executions that run at the same time overtake each other.
    private static IEnumerable<JsonNode?> InOrder(JsonArray items) => items.OrderBy(
        item => item switch
        {
            JsonObject node when node["Info"] is JsonObject => $"{node["Membership"]} {node["Connection"]}",
            JsonObject execution when execution["ComputeState"] is JsonObject state => $"{state["StateType"],3}",
            _ => "",
        },
        StringComparer.Ordinal);

    // A job of another recording, in a list: which of its members are there depends on its specification.
    private bool IsForeign(JsonNode? recorded) =>
        recorded is JsonObject job && job["Tasks"] is not null && job["ID"]?.ToString() is { Length: > 2 } id && id.StartsWith("j-", StringComparison.Ordinal) && !ownJobs.Contains(id);

    private static bool IsPlaceholder(JsonNode? recorded) =>
        (recorded is JsonValue value && value.TryGetValue(out string? text) && text.StartsWith('<') && text.EndsWith('>'))
        || (recorded is JsonObject cut && (cut.ContainsKey("left out") || cut.ContainsKey("sameAsSeq") || cut.ContainsKey("leftOut") || cut.ContainsKey("itemsLeftOut") || cut.ContainsKey("textHead")));

    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.True or JsonValueKind.False => "bool",
        var kind => kind.ToString()!.ToLowerInvariant(),
    };
}
