namespace Survey.Experiments.Specification;

/// <summary>Values that cannot be run, with a finding for each. The host ends with exit code 2.</summary>
public sealed class SpecificationException(IReadOnlyList<Finding> findings)
    : Exception(string.Join(Environment.NewLine, findings.Select(finding => finding.ToString())))
{
    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<Finding> Findings { get; } = findings;
}
