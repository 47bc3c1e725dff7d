using Survey.Experiments.Measuring;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>Makes the rows of the report: the newest run of each experiment at each standing.</summary>
internal static class Rows
{
    // The order of a life; clocks that a driver adds come after these, by name.
    private static readonly string[] Order =
    [
        Clocks.Queue, Clocks.Pull, Clocks.Start, Clocks.FirstAnswer, Clocks.Compute, Clocks.Fetch, Clocks.Settle, Clocks.Total, Clocks.Teardown,
        Clocks.TimeToGone,
    ];

    /// <summary>A run that tried something is not hidden by a later one that was skipped.</summary>
    public static IReadOnlyList<EvidenceItem> Newest(IEnumerable<EvidenceItem> items) =>
    [
        .. items.GroupBy(item => (item.Outcome.Experiment, item.Outcome.Standing))
            .Select(group => group.OrderBy(item => item.Tried).ThenBy(item => item.Outcome.Finished).ThenBy(item => item.Outcome.RunId, StringComparer.Ordinal).Last())
            .OrderBy(item => item.Outcome.Experiment, StringComparer.Ordinal).ThenByDescending(item => item.Outcome.Standing),
    ];

    public static ExperimentRow Of(EvidenceItem item, SurveySpec spec, string output)
    {
        var outcome = item.Outcome;
        return new ExperimentRow
        {
            Experiment = outcome.Experiment,
            Description = spec.Experiments.GetValueOrDefault(outcome.Experiment)?.Description,
            Network = outcome.Network,
            RunId = outcome.RunId,
            Standing = outcome.Standing,
            Job = outcome.Job,
            Model = outcome.Model,
            State = outcome.State,
            FailedStage = outcome.FailedStage,
            Reason = outcome.Reason,
            Finished = outcome.Finished.ToUniversalTime(),
            Isolation = outcome.Isolation,
            Partitions = item.Workload.Partitions,
            Delivery = item.Workload.Delivery,
            Predicted = outcome.Predicted,
            PredictionHash = outcome.PredictionHash,
            Baseline = outcome.Baseline,
            Clocks = Read(outcome.Clocks),
            Latencies = outcome.Latencies,
            Money = MoneyTrails.Of(outcome, spec.Survey.ExchangeRates),
            Teardown = outcome.Teardown,
            Retries = outcome.Retries.Count,
            Observations = outcome.Observations,
            Survey = item.Survey,
            Probes = item.Probes,
            Evidence = ManifestCheck.List(item, output),
        };
    }

    private static List<ClockReading> Read(Clocks clocks) =>
    [
        .. clocks.Entries.OrderBy(entry => Array.IndexOf(Order, entry.Key) is var index and >= 0 ? index : Order.Length)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ClockReading(entry.Key, entry.Value.Value?.TotalSeconds, entry.Value.Missing)),
    ];
}
