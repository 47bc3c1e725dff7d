namespace Survey.Experiments.Reporting.Model;

/// <summary>A verdict computed from a rubric: Σ weight × score / Σ weight over all criteria; a criterion without a value scores 0.</summary>
/// <param name="Word">The rubric's word for the score; null when no criterion has a value, so that nothing can be judged.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Known">Criteria that have a value.</param>
/// <param name="Inputs">One per criterion, in the order of the rubric.</param>
public sealed record Readiness(string? Word, double Score, int Known, IReadOnlyList<CriterionScore> Inputs);

/// <summary>One criterion of a verdict, with everything that is needed to compute it by hand.</summary>
public sealed record CriterionScore
{
    /// <summary>The criterion.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the value it looks at.</summary>
    public required string Value { get; init; }

    /// <summary>Its weight.</summary>
    public required double Weight { get; init; }

    /// <summary>Full score at or beyond this value.</summary>
    public required double Full { get; init; }

    /// <summary>No score at or beyond this value.</summary>
    public required double None { get; init; }

    /// <summary>The value found; null when there is none.</summary>
    public double? Found { get; init; }

    /// <summary>The score, 0 to 1; 0 when there is no value.</summary>
    public required double Score { get; init; }

    /// <summary>How the value is known; unknown when there is none. Never rehearsed.</summary>
    public required CellState State { get; init; }

    /// <summary>Where the value comes from.</summary>
    public EvidenceLink? Source { get; init; }
}
