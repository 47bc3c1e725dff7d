using Survey.Experiments.Measuring;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Running;

/// <summary>
/// Holds the predictions of an experiment against the baseline's for the same model and inputs: of this run where there are some, else of
/// the latest run that has them. One that differs is refused with its first differing index.
/// </summary>
internal sealed class BaselineCheck(ArtifactFolder artifacts, SurveySpec spec)
{
    public ExperimentOutcome Apply(ExperimentOutcome outcome, IReadOnlyList<ExperimentOutcome> sameRun)
    {
        if (outcome is not { State: OutcomeState.Done or OutcomeState.Refused, PredictionHash: not null } || outcome.Network == spec.Survey.Baseline)
            return outcome;
        if (Find(outcome, sameRun) is not { } baseline)
            return outcome with { Baseline = new BaselineComparison(null, null, 0, null, null, $"No run on '{spec.Survey.Baseline}' has predicted these inputs with this model yet.") };

        var ours = Read(outcome);
        var theirs = Read(baseline);
        var compared = Math.Min(ours.Count, theirs.Count);
        if (PredictionRecord.FirstDifference(ours, theirs) is not { } index)
        {
            var agrees = $"All {compared} predictions are those of {baseline.Experiment} (run {baseline.RunId}).";
            return outcome with { Baseline = new BaselineComparison(baseline.Experiment, baseline.RunId, compared, true, null, agrees) };
        }

        var sentence = $"Input {index} was predicted as {ours[index]}, on the baseline ({baseline.Experiment}, run {baseline.RunId}) as {theirs[index]}: the same model must give the same answers.";
        return outcome with
        {
            State = OutcomeState.Refused,
            Reason = sentence,
            FailedStage = Stage.Invoke,
            ExitCode = outcome.ExitCode is ExitCode.Done ? ExitCode.FailedExperiment : outcome.ExitCode,
            Baseline = new BaselineComparison(baseline.Experiment, baseline.RunId, compared, false, index, sentence),
        };
    }

    private ExperimentOutcome? Find(ExperimentOutcome outcome, IReadOnlyList<ExperimentOutcome> sameRun) =>
        sameRun.Where(candidate => IsComparable(candidate, outcome)).MaxBy(candidate => candidate.Predicted)
        ?? Earlier().FirstOrDefault(candidate => IsComparable(candidate, outcome));

    private IEnumerable<ExperimentOutcome> Earlier() => new RunStore(artifacts).All().Reverse()
        .SelectMany(run => run.Experiments())
        .Select(folder => folder.ReadOutcome())
        .OfType<ExperimentOutcome>();

    private bool IsComparable(ExperimentOutcome candidate, ExperimentOutcome outcome) =>
        candidate.Network == spec.Survey.Baseline && candidate.State is OutcomeState.Done && candidate.PredictionHash is not null
        && candidate.ModelSha256 == outcome.ModelSha256 && candidate.InputsSha256 == outcome.InputsSha256
        && File.Exists(PathOf(candidate));

    private IReadOnlyList<int> Read(ExperimentOutcome outcome) => RunStore.ReadJson<PredictionDocument>(PathOf(outcome)).Argmax;

    // Where the driver left them: not every network writes them at the top of the experiment's folder.
    private string PathOf(ExperimentOutcome outcome)
    {
        var folder = new RunFolder(Path.Combine(artifacts.Runs, outcome.RunId)).Experiment(outcome.Experiment);
        return folder.File(folder.Read<InvocationRecord>(ExperimentFolder.Invocation)?.Predictions ?? "predictions.json");
    }

    private sealed record PredictionDocument(IReadOnlyList<int> Argmax);
}
