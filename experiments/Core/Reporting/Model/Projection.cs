using Survey.Experiments.Networks;

namespace Survey.Experiments.Reporting.Model;

/// <summary>What a measured row would take at another size. A projection, never a measurement.</summary>
/// <param name="Row">The row it is fitted to.</param>
/// <param name="Model">The fitted model.</param>
/// <param name="Points">Time and price for each size and number of nodes.</param>
/// <param name="Errors">The model beside what was really measured.</param>
/// <param name="BreakEven">From which size on it is faster than the baseline; one sentence.</param>
public sealed record Projection(
    ProjectedRow Row,
    ScaleModel Model,
    IReadOnlyList<ProjectedPoint> Points,
    IReadOnlyList<ProjectionError> Errors,
    string BreakEven);

/// <summary>The row a projection is fitted to.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Network">Its network.</param>
/// <param name="RunId">The run.</param>
/// <param name="Job">Batch, or one request after the other to a service.</param>
/// <param name="Items">Inferences of the row.</param>
public sealed record ProjectedRow(string Experiment, string Network, string RunId, JobType Job, int Items);

/// <summary>seconds(n, k) = fixed + n × perItem ÷ k + (k − 1) × perSplit; price(n) = n × pricePerItem.</summary>
/// <param name="FixedSeconds">Phases that do not grow with the work: queue, pull, start, first answer, fetch, settle.</param>
/// <param name="SecondsPerItem">Compute per inference.</param>
/// <param name="SecondsPerSplit">What each further node adds; null when no split was measured, then 0 is used.</param>
/// <param name="PricePerItem">Paid per inference; null where nothing is paid.</param>
public sealed record ScaleModel(double FixedSeconds, double SecondsPerItem, double? SecondsPerSplit, Money? PricePerItem)
{
    /// <summary>The projected time.</summary>
    public double Seconds(double items, int nodes) => FixedSeconds + (items * SecondsPerItem / nodes) + ((nodes - 1) * (SecondsPerSplit ?? 0));
}

/// <summary>One projected size.</summary>
/// <param name="Items">Inferences.</param>
/// <param name="Nodes">Nodes they are split over.</param>
/// <param name="Seconds">Projected time.</param>
/// <param name="Price">Projected price.</param>
public sealed record ProjectedPoint(long Items, int Nodes, double Seconds, Money? Price);

/// <summary>The model at a point that was measured.</summary>
/// <param name="Items">Inferences.</param>
/// <param name="Nodes">Nodes.</param>
/// <param name="Measured">Measured seconds.</param>
/// <param name="Projected">Projected seconds.</param>
/// <param name="RelativeError">(projected − measured) ÷ measured.</param>
/// <param name="Source">The run.</param>
public sealed record ProjectionError(int Items, int Nodes, double Measured, double Projected, double RelativeError, EvidenceLink Source);
