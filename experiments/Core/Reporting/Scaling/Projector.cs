using System.Globalization;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Scaling;

/// <summary>
/// Projects measured batch rows to other sizes. The model is written, not learned: what does not grow with the work, the work per item and
/// what each further node adds, all taken from the run's own phases.
/// </summary>
internal static class Projector
{
    private static readonly string[] Fixed = [Clocks.Queue, Clocks.Pull, Clocks.Start, Clocks.FirstAnswer, Clocks.Fetch, Clocks.Settle];
    private static readonly long[] Sizes = [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
    private static readonly int[] Nodes = [1, 10, 100, 1_000, 10_000];

    /// <summary>One projection per network: of its largest measured batch that was not split.</summary>
    public static IReadOnlyList<Projection> Of(IReadOnlyList<ExperimentRow> rows, string baseline)
    {
        var fitted = rows.Where(row => row.IsMeasured && row.Job == JobType.Batch && row.Predicted > 0)
            .GroupBy(row => row.Network)
            .Select(group => Fit([.. group]))
            .OfType<(ExperimentRow Row, ScaleModel Model, IReadOnlyList<ProjectionError> Errors)>()
            .ToList();
        var usual = fitted.FirstOrDefault(fit => fit.Row.Network == baseline).Model;
        return
        [
            .. fitted.OrderByDescending(fit => fit.Row.Network == baseline).ThenBy(fit => fit.Row.Network, StringComparer.Ordinal).Select(fit => new Projection(
                new ProjectedRow(fit.Row.Experiment, fit.Row.Network, fit.Row.RunId),
                fit.Model,
                [.. from size in Sizes from nodes in Nodes select Point(fit.Model, size, nodes)],
                fit.Errors,
                fit.Row.Network == baseline ? "This is the baseline." : BreakEven.Sentence(fit.Model, usual, Nodes))),
        ];
    }

    private static (ExperimentRow Row, ScaleModel Model, IReadOnlyList<ProjectionError> Errors)? Fit(IReadOnlyList<ExperimentRow> rows)
    {
        var row = rows.Where(candidate => candidate.Partitions == 1 && Seconds(candidate, Clocks.Compute) is not null)
            .OrderByDescending(candidate => candidate.Predicted).ThenBy(candidate => candidate.Experiment, StringComparer.Ordinal).FirstOrDefault();
        if (row is null)
            return null;
        var compute = Seconds(row, Clocks.Compute)!.Value;
        // What is not compute does not grow with the work. The client's own total also holds what no phase names, so it counts where it is known.
        var fixedSeconds = Measured(row) is { } total ? Math.Max(0, total - compute) : Fixed.Sum(name => Seconds(row, name) ?? 0);
        var perItem = compute / row.Predicted!.Value;
        var price = row.Money.Spent.Count == 1 ? new Money(row.Money.Spent[0].Amount / row.Predicted.Value, row.Money.Spent[0].Currency) : (Money?)null;
        var model = new ScaleModel(fixedSeconds, perItem, null, price);
        var splits = rows.Where(other => other.Partitions > 1 && Measured(other) is not null)
            .Select(other => (Measured(other)!.Value - model.Seconds(other.Predicted!.Value, other.Partitions)) / (other.Partitions - 1)).ToList();
        model = model with { SecondsPerSplit = splits.Count > 0 ? Math.Max(0, splits.Average()) : null };
        return (row, model, [.. rows.Where(other => Measured(other) > 0).OrderBy(other => other.Partitions).ThenBy(other => other.Predicted).Select(other => Error(model, other))]);
    }

    private static ProjectionError Error(ScaleModel model, ExperimentRow row)
    {
        var projected = model.Seconds(row.Predicted!.Value, row.Partitions);
        var measured = Measured(row)!.Value;
        return new ProjectionError(row.Predicted.Value, row.Partitions, measured, projected, (projected - measured) / measured,
            row.Evidence.To(ExperimentFolder.Outcome, string.Create(CultureInfo.InvariantCulture, $"{row.RunId} {row.Experiment}")));
    }

    private static ProjectedPoint Point(ScaleModel model, long items, int nodes) =>
        new(items, nodes, model.Seconds(items, nodes), model.PricePerItem is { } price ? new Money(price.Amount * items, price.Currency) : null);

    // What the model speaks about: the phases up to the result, settlement included. The client's own total is the measure where it is known.
    private static double? Measured(ExperimentRow row) => Seconds(row, Clocks.Total);

    private static double? Seconds(ExperimentRow row, string name) => row.Clocks.FirstOrDefault(clock => clock.Name == name)?.Seconds;
}
