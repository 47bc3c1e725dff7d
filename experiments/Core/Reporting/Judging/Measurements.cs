using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Judging;

/// <summary>
/// What was measured on one network, by the names a rubric's criterion uses. Only runs on nodes and public networks count: a devnet run
/// has no place here. A yes is 1, a no is 0.
/// </summary>
internal static class Measurements
{
    /// <summary>The names, with what they mean.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["batch"] = "a batch ran to its end",
        ["service"] = "a service answered",
        ["split"] = "a batch ran split over several nodes",
        ["predictions-agree"] = "predictions equal to the baseline's",
        ["time-ratio"] = "seconds of a batch, as a multiple of the baseline's",
        ["latency-ratio"] = "median latency of a service, as a multiple of the baseline's",
        ["time-to-gone"] = "seconds until teardown was proved",
        ["teardown-clean"] = "nothing was left after teardown",
        ["price-known-before"] = "what was paid stayed within the quote",
        ["model-owner-earns"] = "the model's owner received money",
        ["cost-per-1000"] = "price of 1,000 inferences in the report's currency",
        ["cpu"] = "most cores in one offer",
        ["gpu"] = "a GPU is on offer",
    };

    public static IReadOnlyList<Measurement> Of(IReadOnlyList<ExperimentRow> rows, IReadOnlyList<ExperimentRow> baseline)
    {
        var found = new List<Measurement>();
        foreach (var row in rows.Where(row => row.Counts).OrderByDescending(row => row.Finished).ThenBy(row => row.Experiment, StringComparer.Ordinal))
        {
            var link = row.Evidence.To(ExperimentFolder.Outcome, $"{row.RunId} {row.Experiment}");
            var values = row.IsMeasured ? OfDone(row, baseline) : OfFailed(row);
            foreach (var (name, value) in values.Concat(OfAny(row)).Where(pair => found.All(known => known.Name != pair.Name)))
                found.Add(new Measurement(name, value, Names.GetValueOrDefault(name, "steps of the probe that succeeded, as a share"), link));
        }

        return found;
    }

    private static IEnumerable<(string Name, double Value)> OfDone(ExperimentRow row, IReadOnlyList<ExperimentRow> baseline)
    {
        yield return (row.Job == JobType.Batch ? "batch" : "service", 1);
        if (row.Partitions > 1)
            yield return ("split", 1);
        if (row.Baseline?.Agrees is { } agrees)
            yield return ("predictions-agree", agrees ? 1 : 0);
        var reference = baseline.FirstOrDefault(other => other.IsMeasured && other.Job == row.Job && other.Predicted == row.Predicted && other.Partitions == row.Partitions);
        if (Clock(row, Clocks.Total) is { } total && reference is not null && Clock(reference, Clocks.Total) is { } usual and > 0 && row.Job == JobType.Batch)
            yield return ("time-ratio", total / usual);
        if (row.Latencies is { } latencies && reference?.Latencies is { } usualLatencies && usualLatencies.P50 > TimeSpan.Zero)
            yield return ("latency-ratio", latencies.P50 / usualLatencies.P50);
        if (row.Money.Quoted is { } quoted && row.Money.Spent.Count > 0)
            yield return ("price-known-before", row.Money.Spent.All(spent => spent.Currency != quoted.Currency || spent <= quoted) ? 1 : 0);
        if (row.Money.Payments.Count > 0)
            yield return ("model-owner-earns", row.Money.Earned.Any(earning => earning.Who == "model owner") ? 1 : 0);
        if (row.Money.Per1000 is { } price)
            yield return ("cost-per-1000", (double)price.Amount);
    }

    private static IEnumerable<(string Name, double Value)> OfFailed(ExperimentRow row)
    {
        if (row.State is OutcomeState.Failed or OutcomeState.Refused)
            yield return (row.Job == JobType.Batch ? "batch" : "service", 0);
        if (row.State == OutcomeState.Refused)
            yield return ("predictions-agree", 0);
    }

    private static IEnumerable<(string Name, double Value)> OfAny(ExperimentRow row)
    {
        if (Clock(row, Clocks.TimeToGone) is { } gone)
            yield return ("time-to-gone", gone);
        if (row.Teardown is { } teardown)
            yield return ("teardown-clean", teardown.Residue.Count == 0 ? 1 : 0);
        if (row.Survey is { Offers.Count: > 0 } survey)
        {
            yield return ("cpu", survey.Offers.Max(offer => offer.Cpu ?? 0));
            yield return ("gpu", survey.Offers.Any(offer => offer.Gpus.Count > 0) ? 1 : 0);
        }

        foreach (var probe in row.Probes.Where(probe => probe.Steps.Count > 0))
            yield return (probe.Probe, (double)probe.Steps.Count(step => step.Succeeded) / probe.Steps.Count);
    }

    private static double? Clock(ExperimentRow row, string name) => row.Clocks.FirstOrDefault(clock => clock.Name == name)?.Seconds;
}
