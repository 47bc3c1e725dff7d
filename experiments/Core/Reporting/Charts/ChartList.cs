using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>All charts of a report. Those that compare networks show measured rows only; rehearsals appear on their network's page.</summary>
internal static class ChartList
{
    // A picture of more rows is longer than anybody looks at; the tables have them all.
    private const int MostTimelines = 40;

    public static IReadOnlyList<Chart> Of(ReportModel model) =>
    [
        .. new[]
        {
            MatrixChart.Of(model),
            TimeCharts.Timeline("phases", "One batch, phase by phase, seconds", PerNetwork(model, JobType.Batch)),
            TimeCharts.Latency(PerNetwork(model, JobType.Service)),
            MoneyCharts.Cost(PerNetwork(model, JobType.Batch), model.ExchangeRates?.Currency),
            MoneyCharts.Projection(model.Projections),
            MoneyCharts.History(model.History),
        }.OfType<Chart>(),
        .. model.Networks.Select(OfNetwork).OfType<Chart>(),
        .. model.Models.SelectMany(ModelCharts.Of),
    ];

    private static Chart? OfNetwork(NetworkPage network) => TimeCharts.Timeline(
        $"phases-{Anchors.Slug(network.Name)}",
        $"{network.Title}: {(network.Rows.Count > MostTimelines ? $"the first {MostTimelines} runs" : "each run")} phase by phase, seconds",
        [.. network.Rows.Where(row => row.Clocks.Count > 0).Take(MostTimelines).Select(row => (TimeCharts.Label(row), (ExperimentRow?)row))]);

    // One row per network that could have one: what was not measured is said in the picture, never a bar of zero. The same workload as the
    // baseline's first experiment, where a network ran several.
    private static List<(string Label, ExperimentRow? Row)> PerNetwork(ReportModel model, JobType job)
    {
        var titles = ChartStyle.ShortTitles(model);
        var usual = model.Networks.Where(network => network.IsBaseline).SelectMany(network => Candidates(network, job)).FirstOrDefault()?.Predicted;
        return
        [
            .. model.Networks.Where(network => network.Driver is not null)
                .Select(network => (titles[network.Name], Candidates(network, job).OrderByDescending(row => row.Predicted == usual).FirstOrDefault())),
        ];
    }

    private static IEnumerable<ExperimentRow> Candidates(NetworkPage network, JobType job) => network.Rows
        .Where(row => row.IsMeasured && row.Job == job && row.Partitions == 1)
        .OrderBy(row => row.Experiment, StringComparer.Ordinal);
}
