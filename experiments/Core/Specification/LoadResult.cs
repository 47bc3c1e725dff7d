namespace Survey.Experiments.Specification;

/// <summary>What came out of reading experiments.yaml.</summary>
/// <param name="Spec">The specification; null when a finding is an error.</param>
/// <param name="Findings">Everything that is wrong, all at once, in the order of the files.</param>
public sealed record LoadResult(SurveySpec? Spec, IReadOnlyList<Finding> Findings)
{
    /// <summary>The specification, or an exception that holds all findings.</summary>
    /// <exception cref="SpecificationException">A finding is an error.</exception>
    public SurveySpec Require() => Spec ?? throw new SpecificationException(Findings);
}
