using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using Scriban.Runtime;

namespace Survey.Experiments.Steps;

/// <summary>Holds an answer against the conditions of <c>expect</c> and <c>until</c>.</summary>
internal sealed class StepConditions(StepTemplates templates)
{
    /// <summary>The first condition that does not hold, in words, or null when all hold.</summary>
    internal string? Violated(ExpectSpec expect, StepAnswer answer, ScriptObject variables)
    {
        int[] codes = [.. expect.Status, .. expect.ExitCode];
        if (codes.Length > 0 ? !codes.Contains(answer.Code) : !answer.IsSuccess && expect is { Json: null, Matches: null })
            return $"{answer.Summary}, expected {(codes.Length > 0 ? string.Join(" or ", codes) : "success")}; it said: {answer.Excerpt}";

        if (expect.Matches is { } pattern && !Regex.IsMatch(answer.Text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
            return $"the answer does not match /{pattern}/; it said: {answer.Excerpt}";

        var document = expect.Json is null ? null : StepValues.Parse(answer.Text);
        foreach (var (path, wanted) in expect.Json ?? [])
        {
            // A path with a filter may meet several values: every one of them counts.
            var rendered = templates.Json(wanted, variables);
            foreach (var found in StepValues.AllAt(document, path).DefaultIfEmpty())
            {
                if (!Matches(rendered, found))
                    return $"{path} is {found?.ToString(Newtonsoft.Json.Formatting.None) ?? "missing"}, expected {Wanted(rendered)}";
            }
        }

        return null;
    }

    private static string Wanted(JsonNode? wanted) => wanted switch
    {
        null => "nothing there",
        JsonArray any => string.Join(" or ", any.Select(Wanted)),
        _ => wanted.ToJsonString(),
    };

    private static bool Matches(JsonNode? wanted, JToken? found) => wanted switch
    {
        null => found is null or { Type: JTokenType.Null },
        JsonArray any => any.Any(one => Matches(one, found)),
        _ => found is not null && JToken.DeepEquals(JToken.Parse(wanted.ToJsonString()), found),
    };
}
