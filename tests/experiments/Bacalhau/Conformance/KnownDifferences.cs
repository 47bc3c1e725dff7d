using System.Text.RegularExpressions;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>
/// The differences that are left, each with its reason, from <c>differences.txt</c>: a line is a regular expression, two bars and the
/// reason. The list may only shrink: a line that matches nothing is an error as well.
/// </summary>
internal sealed class KnownDifferences
{
    private readonly IReadOnlyList<(Regex Pattern, string Reason)> entries;

    private KnownDifferences(IReadOnlyList<(Regex Pattern, string Reason)> entries) => this.entries = entries;

    public static KnownDifferences Load(string path) => new([.. File.ReadLines(path)
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => line.Split(" || ", 2))
        .Select(parts => (new Regex(parts[0], RegexOptions.CultureInvariant), parts[1]))]);

    public IReadOnlyList<string> Unexplained(IEnumerable<string> differences) =>
        [.. differences.Where(difference => !entries.Any(entry => entry.Pattern.IsMatch(difference)))];

    /// <summary>Lines about a recording that explain nothing any more.</summary>
    public IReadOnlyList<string> Stale(string recording, IReadOnlyList<string> differences) => [.. entries
        .Where(entry => entry.Pattern.ToString().StartsWith($"^{recording}", StringComparison.Ordinal))
        .Where(entry => !differences.Any(difference => entry.Pattern.IsMatch(difference)))
        .Select(entry => $"{entry.Pattern} ({entry.Reason})")];
}
