using System.Globalization;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Judging;

/// <summary>Reads out of a row what it says about each property. A property that is not known here is spoken about by probes only.</summary>
internal static class RowStatements
{
    public static IEnumerable<RowStatement> About(string property, ExperimentRow row) =>
        OfRun(property, row) is { } statement ? [statement, .. OfProbes(property, row)] : OfProbes(property, row);

    private static RowStatement? OfRun(string property, ExperimentRow row)
    {
        var done = row.State is OutcomeState.Done or OutcomeState.Held;
        return property switch
        {
            "economics" when done => Economics(row),
            "jobs" when done => new RowStatement(row, JobWords(row), $"{Sentence(row)} ended well.", true, ExperimentFolder.Outcome),
            "jobs" when row.State is OutcomeState.Failed => new RowStatement(row, $"{row.Job.ToString().ToLowerInvariant()} failed", Failure(row), false, ExperimentFolder.Outcome),
            "hardware" when row.Survey is { Offers.Count: > 0 } survey => Hardware(row, survey),
            "formats" when done && row.Predicted > 0 => new RowStatement(
                row, "ONNX, images as IDX", string.Create(CultureInfo.InvariantCulture, $"The ONNX model predicted {row.Predicted:N0} images there."), true, "predictions.json"),
            "trust" when row.State is OutcomeState.Refused => new RowStatement(row, "predictions differ from the baseline's", Failure(row), false, ExperimentFolder.Outcome),
            "trust" when row.Teardown is { Residue.Count: > 0 } left => new RowStatement(row, "teardown left something", left.Residue[0], false, ExperimentFolder.Teardown),
            "trust" when done => Trust(row),
            _ => null,
        };
    }

    private static RowStatement? Economics(ExperimentRow row)
    {
        if (row.Money.Spent.Count > 0)
        {
            var words = $"{string.Join(" + ", row.Money.Spent)} paid" + (row.Money.Quoted is { } quoted ? $" of {quoted} quoted" : "");
            return new RowStatement(row, words, $"{words}. {row.Money.Per1000Note}", true, ExperimentFolder.Outcome);
        }

        return row.Money.Quoted is null or { Amount: 0 }
            ? new RowStatement(row, "nothing is paid", "The run moved no money.", true, ExperimentFolder.Outcome)
            : new RowStatement(row, $"{row.Money.Quoted} quoted, nothing paid", "A price was quoted and nothing was paid in the end.", true, ExperimentFolder.Quote);
    }

    private static RowStatement? Trust(ExperimentRow row)
    {
        var same = row.Baseline is { Agrees: true } ? "same predictions as the baseline" : null;
        var gone = row.Teardown is not null ? "nothing left after teardown" : null;
        var words = string.Join(", ", new[] { same, gone }.OfType<string>());
        var reason = string.Join(" ", new[] { same is null ? null : row.Baseline!.Sentence, gone is null ? null : "Teardown proved that nothing still computes, costs or grants access." }.OfType<string>());
        return words.Length == 0 ? null : new RowStatement(row, words, reason, true, ExperimentFolder.Outcome);
    }

    private static RowStatement Hardware(ExperimentRow row, NetworkSurvey survey)
    {
        var cores = survey.Offers.Max(offer => offer.Cpu);
        var memory = survey.Offers.Max(offer => offer.MemoryBytes);
        var gpus = survey.Offers.SelectMany(offer => offer.Gpus).Distinct(StringComparer.Ordinal).Count();
        var words = string.Create(CultureInfo.InvariantCulture, $"{survey.Offers.Count} offer{(survey.Offers.Count == 1 ? "" : "s")}")
            + (cores is null ? "" : string.Create(CultureInfo.InvariantCulture, $", up to {cores:0.#} cores"))
            + (memory is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {memory / 1073741824.0:0.#} GiB"))
            + (gpus == 0 ? ", no GPU" : $", {gpus} GPU model{(gpus == 1 ? "" : "s")}");
        return new RowStatement(row, words, $"{survey.Software} offered it when it was asked.", true, ExperimentFolder.Survey);
    }

    private static IEnumerable<RowStatement> OfProbes(string property, ExperimentRow row) => row.Probes
        .Where(probe => probe.Property == property)
        .Select(probe => new RowStatement(row, probe.Verdict.TrimEnd('.'), probe.Verdict, true, ExperimentFolder.Probes));

    private static string JobWords(ExperimentRow row) => row.Job switch
    {
        JobType.Service => "service",
        _ when row.Partitions > 1 => string.Create(CultureInfo.InvariantCulture, $"batch split over {row.Partitions}"),
        _ => "batch",
    };

    private static string Sentence(ExperimentRow row) => row.Job == JobType.Service ? "The service" : row.Partitions > 1 ? "The split batch" : "The batch";

    private static string Failure(ExperimentRow row) => row.Reason ?? "It did not say why.";
}
