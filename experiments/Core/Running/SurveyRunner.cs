using System.Globalization;
using Survey.Experiments.Publishing;

namespace Survey.Experiments.Running;

/// <summary>Runs experiments: the library call behind the targets of the build.</summary>
public sealed class SurveyRunner(RunServices services)
{
    /// <summary>Takes the lock, sweeps what dead runs left, runs the experiments side by side, and writes their evidence.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="stop">Ends everything but the teardowns: Ctrl-C, SIGTERM.</param>
    /// <param name="giveUp">Ends the teardowns as well: the second Ctrl-C. What is left stands in the journal for Sweep.</param>
    /// <exception cref="ArtifactsException">Another run has the folder, or it cannot be written.</exception>
    public async Task<RunResult> RunAsync(RunRequest request, CancellationToken stop, CancellationToken giveUp)
    {
        using var held = ArtifactsLock.Take(services.Artifacts, services.Time);
        if (held.StaleHolder is { } dead)
            services.Events.Report(new WarningEvent("Run", $"The last run ({dead}) ended without cleaning up; what it left is removed first."));
        using var journal = Journal.Open(services.Artifacts.Journal, services.Time, services.Events);
        var folder = OpenRun(request);
        var swept = await new Sweeper(services).RunAsync(journal, stop);
        var context = new RunContext(request, services, folder, journal, new RunBudget(request.Spec.Survey));
        AtomicFile.WriteJson(folder.EnvironmentFile, RunEnvironment.Current(request.Packages));

        IReadOnlyList<ExperimentOutcome> outcomes;
        await using (var publisher = new Publisher(context))
        {
            outcomes = Compare(context, await RunSideBySideAsync(context, publisher, stop, giveUp));
            outcomes = await publisher.WithdrawAsync(outcomes, giveUp);
        }

        var result = new RunResult(folder.RunId, outcomes, swept, stop.IsCancellationRequested);
        if (outcomes.All(outcome => outcome.State is not OutcomeState.Held))
            AtomicFile.WriteJson(folder.RunFile, folder.ReadRun() with { Finished = services.Time.GetUtcNow(), ExitCode = result.ExitCode });
        return result;
    }

    private static async Task<IReadOnlyList<ExperimentOutcome>> RunSideBySideAsync(
        RunContext context, Publisher publisher, CancellationToken stop, CancellationToken giveUp)
    {
        var names = context.Request.Experiments;
        var outcomes = new ExperimentOutcome[names.Count];
        using var places = new SemaphoreSlim(Math.Max(1, context.Request.Options.Parallel));
        await Task.WhenAll(names.Select(RunOneAsync));
        return outcomes;

        async Task RunOneAsync(string name, int index)
        {
            if (context.Folder.Experiment(name).ReadOutcome() is { State: OutcomeState.Done } done)
            {
                context.Services.Events.Report(new NoteEvent(name, $"Done already in run {done.RunId}."));
                outcomes[index] = done;
                return;
            }

            // Not given the token: an experiment whose turn comes after Ctrl-C is recorded as interrupted, not forgotten.
            await places.WaitAsync(CancellationToken.None);
            try
            {
                outcomes[index] = await new ExperimentLife(context, publisher, name).RunAsync(stop, giveUp);
                context.Services.Events.Report(LastEvent(outcomes[index]));
            }
            finally
            {
                places.Release();
            }
        }
    }

    private static NoteEvent LastEvent(ExperimentOutcome outcome) =>
        new(outcome.Experiment, string.Create(CultureInfo.InvariantCulture, $"{Words(outcome.State)} after {(outcome.Finished - outcome.Started).TotalSeconds:0.00} s"))
        {
            Stage = $"{outcome.FailedStage}",
            IsLast = true,
        };

    private static string Words(OutcomeState state) => state is OutcomeState.OverBudget ? "over budget" : state.ToString().ToLowerInvariant();

    private IReadOnlyList<ExperimentOutcome> Compare(RunContext context, IReadOnlyList<ExperimentOutcome> outcomes)
    {
        var check = new BaselineCheck(services.Artifacts, context.Request.Spec);
        return [.. outcomes.Select(outcome => Keep(context, outcome, check.Apply(outcome, outcomes)))];
    }

    internal static ExperimentOutcome Keep(RunContext context, ExperimentOutcome before, ExperimentOutcome after)
    {
        if (after == before)
            return after;
        var folder = context.Folder.Experiment(after.Experiment);
        folder.Write(ExperimentFolder.Outcome, after);
        folder.Seal();
        if (after is { State: OutcomeState.Refused, Reason: { } reason })
            context.Services.Events.Report(new WarningEvent(after.Experiment, reason) { Stage = $"{Stage.Invoke}" });
        return after;
    }

    private RunFolder OpenRun(RunRequest request)
    {
        var store = new RunStore(services.Artifacts);
        if (request.Options.RunId is { } id)
            return store.Open(id);
        var goesOn = !request.Options.Stages.HasFlag(RunStages.Deploy) && request.Options.Stages is not RunStages.Quote;
        var holding = goesOn ? store.All().LastOrDefault(run => request.Experiments.Any(name => run.Experiment(name).ReadOutcome()?.State is OutcomeState.Held)) : null;
        return holding ?? store.Create(services.Time, services.Random, runId => new RunRecord
        {
            RunId = runId,
            Started = services.Time.GetUtcNow(),
            Survey = request.Spec.Survey.Title,
            Real = request.Options.Real,
            Experiments = request.Experiments,
        });
    }
}
