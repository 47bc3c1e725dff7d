using System.Globalization;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Scaling;

/// <summary>
/// Projects measured rows to other sizes. The model is written, not learned: what does not grow with the work, the work per item and what
/// each further node adds, all taken from the row's own phases; a split's cost from the splits measured on the same network.
/// </summary>
internal static class Projector
{
    private static readonly string[] Fixed = [Clocks.Queue, Clocks.Pull, Clocks.Start, Clocks.FirstAnswer, Clocks.Fetch, Clocks.Settle];
    private static readonly long[] Sizes = [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
    private static readonly int[] Nodes = [1, 10, 100, 1_000, 10_000];

    /// <summary>
    /// One projection per measured workload that was not split, of its newest row: the baseline first, batches before services, the largest
    /// workload of each first.
    /// </summary>
    public static IReadOnlyList<Projection> Of(IReadOnlyList<ExperimentRow> rows, string baseline)
    {
        // Of rows with the same workload the newest counts: the others would say the same again.
        var measured = rows.Where(row => row.IsMeasured && Items(row) > 0)
            .OrderByDescending(row => row.Finished).ThenBy(row => row.Experiment, StringComparer.Ordinal)
            .DistinctBy(row => (row.Network, row.Job, row.Model, Items(row), row.Partitions)).ToList();
        var fits = measured.Where(row => row.Partitions == 1 && WorkSeconds(row) is not null)
            .OrderByDescending(row => row.Network == baseline).ThenBy(row => row.Network, StringComparer.Ordinal).ThenBy(row => row.Job)
            .ThenByDescending(Items).ThenBy(row => row.Experiment, StringComparer.Ordinal)
            .Select(row => (Row: row, Model: Fit(row, measured), Others: Siblings(row, measured))).ToList();
        return
        [
            .. fits.Select(fit => new Projection(
                new ProjectedRow(fit.Row.Experiment, fit.Row.Network, fit.Row.RunId, fit.Row.Job, Items(fit.Row)),
                fit.Model,
                [.. from size in Sizes from nodes in Nodes select Point(fit.Model, size, nodes)],
                [.. fit.Others.OrderBy(other => other.Partitions).ThenBy(Items).Select(other => Error(fit.Model, other))],
                fit.Row.Network == baseline
                    ? "This is the baseline."
                    : BreakEven.Sentence(fit.Model, fits.FirstOrDefault(usual => usual.Row.Network == baseline && usual.Row.Job == fit.Row.Job).Model, Nodes))),
        ];
    }

    private static ScaleModel Fit(ExperimentRow row, IReadOnlyList<ExperimentRow> measured)
    {
        var work = WorkSeconds(row)!.Value;
        // What is not work does not grow with it. The client's own total also holds what no phase names, so it counts where it is known.
        var fixedSeconds = Measured(row) is { } total ? Math.Max(0, total - work) : Fixed.Sum(name => Seconds(row, name) ?? 0);
        var price = row.Money.Spent is [var spent] ? new Money(spent.Amount / Items(row), spent.Currency) : (Money?)null;
        var model = new ScaleModel(fixedSeconds, work / Items(row), null, price);
        var splits = Siblings(row, measured).Where(other => other.Partitions > 1)
            .Select(other => (Measured(other)!.Value - model.Seconds(Items(other), other.Partitions)) / (other.Partitions - 1)).ToList();
        return model with { SecondsPerSplit = splits.Count > 0 ? Math.Max(0, splits.Average()) : null };
    }

    private static IEnumerable<ExperimentRow> Siblings(ExperimentRow row, IReadOnlyList<ExperimentRow> measured) =>
        measured.Where(other => other.Network == row.Network && other.Job == row.Job && other.Model == row.Model && Measured(other) > 0);

    private static ProjectionError Error(ScaleModel model, ExperimentRow row)
    {
        var projected = model.Seconds(Items(row), row.Partitions);
        var measured = Measured(row)!.Value;
        return new ProjectionError(Items(row), row.Partitions, measured, projected, (projected - measured) / measured,
            row.Evidence.To(ExperimentFolder.Outcome, string.Create(CultureInfo.InvariantCulture, $"{row.RunId} {row.Experiment}")));
    }

    private static ProjectedPoint Point(ScaleModel model, long items, int nodes) =>
        new(items, nodes, model.Seconds(items, nodes), model.PricePerItem is { } price ? new Money(price.Amount * items, price.Currency) : null);

    private static int Items(ExperimentRow row) => row.Job == JobType.Service ? row.Latencies?.Requests ?? 0 : row.Predicted ?? 0;

    // A batch computes; a service answers one request after the other, each in its median time.
    private static double? WorkSeconds(ExperimentRow row) =>
        row.Job == JobType.Service ? row.Latencies?.P50.TotalSeconds * row.Latencies?.Requests : Seconds(row, Clocks.Compute);

    // What the model speaks about: the phases up to the result, settlement included. A service is there before its requests are.
    private static double? Measured(ExperimentRow row) =>
        Seconds(row, Clocks.Total) is { } total ? total + (row.Job == JobType.Service ? Seconds(row, Clocks.Start) ?? 0 : 0) : null;

    private static double? Seconds(ExperimentRow row, string name) => row.Clocks.FirstOrDefault(clock => clock.Name == name)?.Seconds;
}
