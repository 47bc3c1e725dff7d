namespace Survey.Experiments.Specification;

/// <summary>Values that cannot be run, with a finding for each.</summary>
public sealed class SpecificationException(IReadOnlyList<Finding> findings)
    : SurveyException(ExitCode.InvalidSpecification, string.Join(Environment.NewLine, findings.Select(finding => finding.ToString())))
{
    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<Finding> Findings { get; } = findings;
}
