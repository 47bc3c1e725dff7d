using System.Globalization;
using System.Text.RegularExpressions;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>Label selectors: the text of <c>labels=</c> queries and the constraints of jobs.</summary>
internal sealed partial class LabelSelector
{
    private static readonly string[] Operators = ["in", "notin", "=", "==", "!=", "gt", "lt", "exists", "!"];

    private readonly IReadOnlyList<Constraint> requirements;

    private LabelSelector(IReadOnlyList<Constraint> requirements) => this.requirements = requirements;

    /// <summary>Constraints of a job, or null when one of them means nothing: the server then never comes to place the job.</summary>
    public static LabelSelector? FromConstraints(IReadOnlyList<Constraint> constraints) =>
        constraints.All(IsMeaningful) ? new LabelSelector(constraints) : null;

    /// <summary>Reads query texts; several are joined with and.</summary>
    public static LabelSelector Parse(IEnumerable<string> texts) => new([.. texts.SelectMany(Requirements)]);

    public bool Matches(IReadOnlyDictionary<string, string> labels) => requirements.All(requirement => Matches(requirement, labels));

    /// <summary>The selector as the server's messages print it: <c>[zone = nowhere]</c>.</summary>
    public override string ToString() => $"[{string.Join(" ", requirements.Select(Print))}]";

    private static string Print(Constraint constraint) => constraint.Operator switch
    {
        "in" or "notin" => $"{constraint.Key} {constraint.Operator} [{string.Join(' ', constraint.Values ?? [])}]",
        "exists" => constraint.Key,
        "!" => $"!{constraint.Key}",
        _ => $"{constraint.Key} {constraint.Operator} {constraint.Values?[0]}",
    };

    private static bool Matches(Constraint requirement, IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(requirement.Key, out var value);
        var values = requirement.Values ?? [];
        return requirement.Operator switch
        {
            "in" or "=" or "==" => has && values.Contains(value!),
            "notin" or "!=" => !has || !values.Contains(value!),
            "exists" => has,
            "!" => !has,
            "gt" => has && Number(value!) > Number(values[0]),
            _ => has && Number(value!) < Number(values[0]),
        };
    }

    private static bool IsMeaningful(Constraint constraint) =>
        Operators.Contains(constraint.Operator)
        && KeyText().IsMatch(constraint.Key)
        && (constraint.Operator is not ("gt" or "lt") || Number(constraint.Values![0]) is not null);

    private static long? Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<Constraint> Requirements(string text)
    {
        var rest = text.Trim();
        while (rest.Length > 0)
        {
            if (Token().Match(rest) is { Success: true } wrong)
                throw ApiException.BadRequest($"found '{wrong.Value}', expected: !, identifier, or 'end of string'");
            var match = Requirement().Match(rest);
            if (!match.Success)
                throw ApiException.BadRequest($"unable to parse requirement: {rest}");
            yield return FromMatch(match);
            rest = rest[match.Length..].TrimStart();
            if (rest.StartsWith(','))
                rest = rest[1..].TrimStart();
        }
    }

    private static Constraint FromMatch(Match match)
    {
        var key = match.Groups["key"].Value;
        if (match.Groups["not"].Success)
            return new Constraint { Key = key, Operator = "!" };
        if (match.Groups["set"].Success)
        {
            var values = match.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries);
            return new Constraint { Key = key, Operator = match.Groups["set"].Value, Values = values };
        }

        if (!match.Groups["compare"].Success)
            return new Constraint { Key = key, Operator = "exists" };
        var comparison = match.Groups["compare"].Value switch { ">" => "gt", "<" => "lt", var other => other };
        return new Constraint { Key = key, Operator = comparison, Values = [match.Groups["value"].Value] };
    }

    [GeneratedRegex(@"^(?:(?<not>!)\s*(?<key>[\w./-]+)|(?<key>[\w./-]+)\s+(?<set>in|notin)\s*\((?<values>[^)]*)\)"
        + @"|(?<key>[\w./-]+)\s*(?<compare>==|=|!=|>|<)\s*(?<value>[\w.-]*)|(?<key>[\w./-]+))")]
    private static partial Regex Requirement();

    [GeneratedRegex("^(==|=|,|\\(|\\)|>|<|!=)")]
    private static partial Regex Token();

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9_./-]*[A-Za-z0-9])?$")]
    private static partial Regex KeyText();
}
