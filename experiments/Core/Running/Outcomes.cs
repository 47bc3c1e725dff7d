using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Running;

/// <summary>How an outcome grows from stage to stage.</summary>
internal static class Outcomes
{
    // The role under which drivers book what the user pays and gets back.
    private const string Client = "client";

    public static ExperimentOutcome Start(RunContext context, string name, ExperimentSpec spec) => new()
    {
        RunId = context.Folder.RunId,
        Experiment = name,
        Network = spec.Network,
        Driver = context.Request.Spec.Networks[spec.Network].Driver ?? "",
        Model = spec.Model,
        Job = spec.Job,
        Partitions = spec.Workload.Partitions,
        Delivery = spec.Delivery,
        Standing = context.Request.Spec.Networks[spec.Network].Standing,
        State = OutcomeState.Done,
        ExitCode = ExitCode.Done,
        Started = context.Time.GetUtcNow(),
        Finished = context.Time.GetUtcNow(),
    };

    public static ExperimentOutcome Take(ExperimentOutcome outcome, Deployment deployment) => Pay(outcome, deployment.Payments) with
    {
        Clocks = deployment.Clocks.Merge(outcome.Clocks),
        Isolation = deployment.Properties.GetValueOrDefault(Deployment.IsolationProperty),
    };

    public static ExperimentOutcome Take(ExperimentOutcome outcome, InvocationRecord record) =>
        Pay(outcome, record.Repetitions.SelectMany(repetition => repetition.Payments)) with
        {
            PredictionHash = record.PredictionHash,
            Predicted = record.Predicted,
            Clocks = outcome.Clocks.Merge(record.Repetitions[0].Clocks),
            WarmClocks = [.. record.Repetitions.Skip(1).Select(repetition => repetition.Clocks)],
            Latencies = Latencies.Summarize([.. record.Repetitions.SelectMany(repetition => repetition.Latencies)]),
            Observations = [.. outcome.Observations, .. record.Repetitions.SelectMany(repetition => repetition.Observations).Distinct()],
        };

    public static ExperimentOutcome Take(ExperimentOutcome outcome, IEnumerable<ProbeResult> probes) => Pay(outcome, probes.SelectMany(probe => probe.Payments));

    public static ExperimentOutcome Take(ExperimentOutcome outcome, TeardownReport report)
    {
        var next = Pay(outcome, report.Payments) with
        {
            Teardown = report.Summarize(),
            Clocks = outcome.Clocks.With(Clocks.Teardown, report.AnsweredSeconds).With(Clocks.TimeToGone, report.TimeToGoneSeconds),
        };
        return report.Residue.Count == 0 ? next : LeftBehind(next, report.Residue);
    }

    public static ExperimentOutcome LeaveBehind(ExperimentOutcome outcome, IReadOnlyList<Resource> open, Exception cause)
    {
        var why = cause is OperationCanceledException ? "teardown was given up" : cause.Message.TrimEnd('.');
        IReadOnlyList<string> residue = open.Count == 0
            ? [$"The network could not be asked what is left: {why}."]
            : [.. open.Select(resource => $"{resource.Kind} {resource.Name}: {why}.")];
        return LeftBehind(outcome with { Teardown = null }, residue);
    }

    public static ExperimentOutcome Fail(ExperimentOutcome outcome, Stage stage, Exception cause, bool stopped)
    {
        var (state, exitCode, reason) = cause switch
        {
            OperationCanceledException when stopped => (OutcomeState.Interrupted, ExitCode.Interrupted, $"Interrupted during {stage}."),
            NetworkException { Kind: NetworkErrorKind.OverBudget } => (OutcomeState.OverBudget, ExitCode.OverBudget, cause.Message),
            NetworkException { Kind: NetworkErrorKind.Unauthorized } => (OutcomeState.Failed, ExitCode.MissingPrerequisite, cause.Message),
            NetworkException => (OutcomeState.Failed, ExitCode.FailedExperiment, cause.Message),
            SurveyException { ExitCode: ExitCode.MissingPrerequisite } => (OutcomeState.Skipped, ExitCode.MissingPrerequisite, cause.Message),
            SurveyException known => (OutcomeState.Failed, known.ExitCode, cause.Message),

            // Nobody foresaw this one: its type is part of the answer to where it came from.
            _ => (OutcomeState.Failed, ExitCode.FailedExperiment, $"{cause.GetType().Name}: {cause.Message}"),
        };
        return outcome with { State = state, ExitCode = exitCode, Reason = reason, FailedStage = stage };
    }

    public static ExperimentOutcome LeftBehind(ExperimentOutcome outcome, IReadOnlyList<string> residue)
    {
        var sentence = $"Left behind: {string.Join(" ", residue)} Run --target=Sweep.";
        var teardown = outcome.Teardown ?? new TeardownSummary(0, 0, []);
        return outcome with
        {
            // What was published for an experiment is as much its residue as what it created on the network.
            Teardown = teardown with { Residue = [.. teardown.Residue.Union(residue)] },
            State = outcome.State is OutcomeState.Done ? OutcomeState.Failed : outcome.State,
            FailedStage = outcome.FailedStage ?? Stage.Teardown,
            ExitCode = ExitCode.ResidueLeft,
            Reason = outcome.Reason is null ? sentence : $"{outcome.Reason} {sentence}",
        };
    }

    private static ExperimentOutcome Pay(ExperimentOutcome outcome, IEnumerable<Payment> payments)
    {
        // What an earlier stage has told is not told again: a later command that finds the transaction on the chain does not know of it.
        var told = outcome.Payments.Select(payment => payment.TransactionId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<Payment> all = [.. outcome.Payments, .. payments.Where(payment => payment.TransactionId is null || !told.Contains(payment.TransactionId))];
        var spent = all
            .Where(payment => payment.From == Client || payment.To == Client)
            .GroupBy(payment => payment.Amount.Currency, StringComparer.Ordinal)
            .Select(group => new Money(group.Sum(payment => (payment.From == Client ? payment.Amount.Amount : 0) - (payment.To == Client ? payment.Amount.Amount : 0)), group.Key));
        return outcome with { Payments = all, Spent = [.. spent] };
    }
}
