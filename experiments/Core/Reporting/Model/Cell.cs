namespace Survey.Experiments.Reporting.Model;

/// <summary>What the survey says about one property of one network.</summary>
public sealed record Cell
{
    /// <summary>The network.</summary>
    public required string Network { get; init; }

    /// <summary>The property.</summary>
    public required string Property { get; init; }

    /// <summary>The finding in a few words.</summary>
    public required string Words { get; init; }

    /// <summary>How we know <see cref="Words"/>.</summary>
    public required CellState State { get; init; }

    /// <summary>Where and when, in a few words: <c>node · 2026-11-23</c>.</summary>
    public required string Stamp { get; init; }

    /// <summary>Why the cell is in this state, in full sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>The evidence, the strongest first.</summary>
    public required IReadOnlyList<EvidenceLink> Evidence { get; init; }

    /// <summary>Whether the claim it rests on is older than <see cref="ReportModel.StaleAfterDays"/> days.</summary>
    public bool Stale { get; init; }

    /// <summary>The run on the stand-in, where there is one beside stronger knowledge. It counts for nothing.</summary>
    public EvidenceLink? Rehearsal { get; init; }

    /// <summary>How ready the network is in this property by the rubric; null where the rubric is empty.</summary>
    public Readiness? Readiness { get; init; }
}
