namespace Survey.Experiments.Specification;

/// <summary>A record of the specification (or a driver's settings or options) with rules that no attribute can say.</summary>
public interface ISelfChecking
{
    /// <summary>Everything that is wrong with the values. Called once, after all values are set.</summary>
    IEnumerable<SpecificationProblem> Check();
}

/// <summary>One broken rule.</summary>
/// <param name="Path">The value it is about, relative to the record: <c>workload.partitions</c>, <c>steps[2].url</c>; empty for the record itself.</param>
/// <param name="Message">A full sentence: what is wrong and what was expected.</param>
/// <param name="Suggestion">What to do instead, as a sentence.</param>
public sealed record SpecificationProblem(string Path, string Message, string? Suggestion = null);
