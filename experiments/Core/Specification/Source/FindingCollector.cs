namespace Survey.Experiments.Specification.Source;

/// <summary>Collects findings. The same finding at the same place (a default that many experiments share) is kept once.</summary>
internal sealed class FindingCollector
{
    private const int Most = 200;
    private readonly HashSet<(SourceLocation Location, string Text)> seen = [];
    private readonly List<Finding> findings = [];

    public int Errors { get; private set; }

    public void Error(SourceLocation location, string message, string? suggestion = null) =>
        Add(location, FindingSeverity.Error, message, message, suggestion);

    /// <summary>An error about the value at a path. Two paths that share one node (a default, a matrix) give one finding.</summary>
    public void Error(SourceLocation location, string path, string text, string? suggestion) =>
        Add(location, FindingSeverity.Error, text, $"{path} {text}", suggestion);

    public void Warn(SourceLocation location, string message, string? suggestion = null) =>
        Add(location, FindingSeverity.Warning, message, message, suggestion);

    /// <summary>Files in the order they were read, positions in order; a file that is wrong throughout is cut after 200 findings.</summary>
    public IReadOnlyList<Finding> ToList()
    {
        var files = findings.Select(finding => finding.File).Distinct().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var sorted = findings.OrderBy(finding => files[finding.File]).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column);
        return findings.Count <= Most
            ? [.. sorted]
            : [.. sorted.Take(Most), new Finding(findings[0].File, 1, 1, FindingSeverity.Error, $"{findings.Count - Most} more findings are not shown.")];
    }

    private void Add(SourceLocation location, FindingSeverity severity, string text, string message, string? suggestion)
    {
        Errors += severity == FindingSeverity.Error ? 1 : 0;
        if (seen.Add((location, text)))
        {
            findings.Add(new Finding(location.File, location.Line, location.Column, severity, message, suggestion));
        }
    }
}
