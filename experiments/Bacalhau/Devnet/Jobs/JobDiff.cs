using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>
/// What differs between two specifications of a job, in a text of the same kind as the server's: unchanged members left out, old lines
/// with a minus, new ones with a plus. Meta and everything the server fills in do not count.
/// </summary>
internal static class JobDiff
{
    private static readonly string[] Compared = ["Type", "Priority", "Count", "Constraints", "Labels", "Tasks"];

    /// <summary>Whether an update would change nothing.</summary>
    public static bool AreSame(Job old, Job changed) => Between(old, changed).Length == 0;

    /// <summary>The text; empty when both are the same.</summary>
    public static string Between(Job old, Job changed)
    {
        var left = (JsonObject)JsonSerializer.SerializeToNode(old, WireJson.Plain)!;
        var right = (JsonObject)JsonSerializer.SerializeToNode(changed, WireJson.Plain)!;
        var lines = new StringBuilder();
        foreach (var name in Compared)
            Compare(lines, name, left[name], right[name], depth: 1);
        return lines.Length == 0 ? "" : $"  &models.Job{{\n{lines}  }}\n";
    }

    private static void Compare(StringBuilder lines, string name, JsonNode? left, JsonNode? right, int depth)
    {
        if (JsonNode.DeepEquals(left, right))
            return;
        var indent = new string('\t', depth);
        if (left is JsonObject before && right is JsonObject after)
        {
            lines.Append($"  {indent}{name}: {{\n");
            foreach (var member in before.Select(entry => entry.Key).Union(after.Select(entry => entry.Key)).Order(StringComparer.Ordinal))
                Compare(lines, member, before[member], after[member], depth + 1);
            lines.Append($"  {indent}}},\n");
            return;
        }

        if (left is JsonArray { Count: 1 } one && right is JsonArray { Count: 1 } other && one[0] is JsonObject)
        {
            Compare(lines, name, one[0], other[0], depth);
            return;
        }

        if (left is not null)
            lines.Append($"- {indent}{name}: {left.ToJsonString(WireJson.Plain)},\n");
        if (right is not null)
            lines.Append($"+ {indent}{name}: {right.ToJsonString(WireJson.Plain)},\n");
    }
}
