using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Running;

/// <summary>The life of one experiment in one run: Quote, Deploy, Invoke, probes, Teardown, and its evidence.</summary>
internal sealed class ExperimentLife
{
    private readonly RunContext context;
    private readonly Publisher publisher;
    private readonly string name;
    private readonly ExperimentSpec spec;
    private readonly ExperimentFolder folder;
    private readonly ExperimentEvents events;
    private readonly NetworkRetry retry;
    private readonly StageRunner stages;
    private ExperimentOutcome outcome;

    public ExperimentLife(RunContext context, Publisher publisher, string name)
    {
        (this.context, this.publisher, this.name) = (context, publisher, name);
        spec = context.Request.Spec.Experiments[name];
        folder = context.Folder.Experiment(name);
        events = new ExperimentEvents(folder, context.Services.Events, context.Services.Secrets, context.Time);
        retry = new NetworkRetry(spec.Limits.Attempts, context.Time, context.Services.Random);
        stages = new StageRunner(name, events, context.Time);
        outcome = Outcomes.Start(context, name, spec);
    }

    private RunStages Asked => context.Request.Options.Stages;

    /// <summary>Runs it. Never throws for what happens to the experiment: that is its outcome.</summary>
    /// <param name="stop">Ends everything but the teardown.</param>
    /// <param name="giveUp">Ends the teardown as well.</param>
    public async Task<ExperimentOutcome> RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        using (events)
        {
            try
            {
                await LiveAsync(stop, giveUp);
            }
            catch (Exception cause)
            {
                outcome = Outcomes.Fail(outcome, stages.Current, cause, stop.IsCancellationRequested);
                events.Report(new WarningEvent(name, outcome.Reason ?? cause.Message) { Stage = $"{stages.Current}" });
            }

            outcome = outcome with { Finished = context.Time.GetUtcNow(), Retries = retry.Records, Reason = Clean(outcome.Reason) };
        }

        folder.Write(ExperimentFolder.Outcome, outcome);
        folder.Seal();
        return outcome;
    }

    private async Task LiveAsync(CancellationToken stop, CancellationToken giveUp)
    {
        AtomicFile.WriteText(folder.File(ExperimentFolder.Effective), Clean(EffectiveConfiguration.Write(context.Request.Spec, name))!);
        var inputs = context.Services.Inputs.Find(context.Request.Spec, spec);
        outcome = outcome with { ModelSha256 = inputs.Model.Sha256, InputsSha256 = inputs.Inputs.Sha256 };
        var (driver, endpoint) = await new ExperimentEndpoint(context).ResolveAsync(name, spec, stop);
        outcome = outcome with { Standing = await StandIns.StandingAtAsync(endpoint, context.Services.Http, stop) };
        if (outcome.Standing != endpoint.Standing)
            events.Report(new WarningEvent(name, $"{endpoint.Address} is a devnet: what runs there counts as rehearsed, not as measured."));
        folder.Write(ExperimentFolder.Endpoint, endpoint);
        var known = JournalState.Read(context.Services.Artifacts.Journal).Find(context.Folder.RunId, name, endpoint.Network);
        var progress = FindProgress(known);
        if (progress is ExperimentProgress.New)
            folder.Forget();
        var journal = context.Journal.Begin(context.Folder.RunId, name, endpoint, known?.Open);
        if (known?.HeldUntil is not null)
            journal.Release();
        await using var network = driver.Create(endpoint, context.ServicesFor(events));
        var run = Describe(driver, inputs, journal);
        try
        {
            await WorkAsync(network, driver, endpoint, run, progress, stop);
        }
        catch (Exception cause)
        {
            // Kept first: what follows must not hide why it failed.
            outcome = Outcomes.Fail(outcome, stages.Current, cause, stop.IsCancellationRequested);
            events.Report(new WarningEvent(name, outcome.Reason ?? cause.Message) { Stage = $"{stages.Current}" });
        }

        if (outcome.State is OutcomeState.Held)
            journal.Hold(context.Time.GetUtcNow() + context.Request.Options.Hold);
        else
            await TearDownAsync(network, journal, giveUp);
    }

    private async Task WorkAsync(
        INetwork network, NetworkDriver driver, NetworkEndpoint endpoint, ExperimentRun run, ExperimentProgress progress, CancellationToken stop)
    {
        if (progress is ExperimentProgress.Invoked)
        {
            outcome = Outcomes.Take(outcome, folder.Read<InvocationRecord>(ExperimentFolder.Invocation)!);
            outcome = Outcomes.Take(outcome, folder.Read<Deployment>(ExperimentFolder.Deployment)!);
        }
        else
        {
            if (progress is ExperimentProgress.New && Asked is RunStages.Invoke)
                throw new SurveyException(ExitCode.MissingPrerequisite, $"Nothing of '{name}' is deployed and held: run --target={name}:Deploy first.");
            if (progress is ExperimentProgress.New && Asked is RunStages.Teardown)
                return;
            await LiveOnAsync(network, driver, endpoint, run, progress, stop);
        }

        if (!Asked.HasFlag(RunStages.Teardown) && outcome.State is OutcomeState.Done && Asked is not RunStages.Quote)
            outcome = outcome with { State = OutcomeState.Held };
    }

    private async Task LiveOnAsync(
        INetwork network, NetworkDriver driver, NetworkEndpoint endpoint, ExperimentRun run, ExperimentProgress progress, CancellationToken stop)
    {
        if (progress is ExperimentProgress.Deployed)
        {
            outcome = Outcomes.Take(outcome, folder.Read<Deployment>(ExperimentFolder.Deployment)!);
        }
        else
        {
            if (driver.Capabilities.QuotesPublished || Asked is RunStages.Publish)
                run = await publisher.PublishAsync(run, spec, driver, endpoint, stop);
            if (Asked is RunStages.Publish)
                return;
            await QuoteAsync(network, driver, endpoint, run, stop);
            if (outcome.State is OutcomeState.OverBudget || Asked is RunStages.Quote)
                return;
        }

        if (Asked is RunStages.Teardown)
            return;
        if (progress is ExperimentProgress.Deployed || !driver.Capabilities.QuotesPublished)
            run = await publisher.PublishAsync(run, spec, driver, endpoint, stop);
        if (progress is ExperimentProgress.New)
            await DeployAsync(network, run, stop);
        if (!Asked.HasFlag(RunStages.Invoke))
            return;
        await InvokeAsync(network, run, folder.Read<Deployment>(ExperimentFolder.Deployment)!, stop);
        await ProbeAsync(network, run, stop);
    }

    private async Task QuoteAsync(INetwork network, NetworkDriver driver, NetworkEndpoint endpoint, ExperimentRun run, CancellationToken stop)
    {
        var quote = await stages.RunAsync(Stage.Quote, spec.Limits.Start, "limits.start", async token =>
        {
            folder.Write(ExperimentFolder.Survey, await retry.RunAsync(Stage.Quote, network.SurveyAsync, token));
            return await retry.RunAsync(Stage.Quote, inner => network.QuoteAsync(run, inner), token);
        }, stop);
        folder.Write(ExperimentFolder.Quote, quote);
        outcome = outcome with { Quoted = quote.Ceiling };
        var real = endpoint.Standing is not Standing.Devnet && context.Request.Spec.Networks[spec.Network].Mainnet;
        if (context.Budget.Refuse(name, quote, spec.Limits.Budget, network.Capabilities.CostsMoney, real) is not { } refusal)
            return;
        outcome = outcome with { State = OutcomeState.OverBudget, ExitCode = ExitCode.OverBudget, Reason = refusal, FailedStage = Stage.Quote };
        events.Report(new WarningEvent(name, refusal) { Stage = $"{Stage.Quote}" });
    }

    private async Task DeployAsync(INetwork network, ExperimentRun run, CancellationToken stop)
    {
        var deployment = await stages.RunAsync(
            Stage.Deploy, spec.Limits.Start, "limits.start", token => retry.RunAsync(Stage.Deploy, inner => network.DeployAsync(run, inner), token), stop);
        folder.Write(ExperimentFolder.Deployment, deployment);
        outcome = Outcomes.Take(outcome, deployment);
    }

    private async Task InvokeAsync(INetwork network, ExperimentRun run, Deployment deployment, CancellationToken stop)
    {
        var invocations = new List<Invocation>();
        for (var repetition = 0; repetition < Math.Max(1, spec.Workload.Repeat); repetition++)
        {
            // Each repetition has a folder of its own, or the second would overwrite the evidence of the first.
            var own = repetition == 0 ? run : run with { Folder = Directory.CreateDirectory(folder.File($"repeat-{repetition + 1}")).FullName };
            var invocation = await stages.RunAsync(
                Stage.Invoke,
                spec.Limits.Start + spec.Limits.Run,
                "limits.start + limits.run",
                token => retry.RunAsync(Stage.Invoke, inner => network.InvokeAsync(own, deployment, inner), token),
                stop);
            if (repetition > 0 && PredictionRecord.FirstDifference(invocations[0].Predictions.Argmax, invocation.Predictions.Argmax) is { } index)
                throw new NetworkException(NetworkErrorKind.Untrustworthy, $"Repetition {repetition + 1} predicts input {index} differently than the first: the same model must give the same answers.");
            invocations.Add(repetition == 0 ? invocation : invocation with { Latencies = [.. invocation.Latencies.Select(latency => latency with { Cold = false })] });
        }

        var record = InvocationRecord.Of(folder, invocations);
        folder.Write(ExperimentFolder.Invocation, record);
        outcome = Outcomes.Take(outcome, record);
        events.Report(new NoteEvent(name, $"{record.Predicted} predictions, hash {record.PredictionHash[..12]}") { Stage = $"{Stage.Invoke}" });
    }

    private async Task ProbeAsync(INetwork network, ExperimentRun run, CancellationToken stop)
    {
        if (spec.Probes.Count == 0)
            return;
        var results = new List<ProbeResult>();
        foreach (var probe in spec.Probes)
        {
            if (network is not IProbe prober || !prober.Probes.Contains(probe))
                throw new SurveyException(ExitCode.InvalidSpecification, $"The driver of '{spec.Network}' knows no probe '{probe}'{(network is IProbe known ? $": it knows {string.Join(", ", known.Probes)}" : "")}.");
            results.Add(await stages.RunAsync(
                Stage.Probe, spec.Limits.Start + spec.Limits.Run, "limits.start + limits.run", token => prober.ProbeAsync(probe, run, token), stop));
        }

        folder.Write(ExperimentFolder.Probes, results);
        outcome = Outcomes.Take(outcome, results);
    }

    private async Task TearDownAsync(INetwork network, ExperimentJournal journal, CancellationToken giveUp)
    {
        try
        {
            var report = await stages.RunAsync(
                Stage.Teardown, spec.Limits.Teardown, "limits.teardown", token => new ResidueRemoval(network, retry, context.Time).RunAsync(journal, name, token), giveUp);
            folder.Write(ExperimentFolder.Teardown, report);
            outcome = Outcomes.Take(outcome, report);
        }
        catch (Exception cause) when (cause is not ArtifactsException)
        {
            // Whatever it was: what is open is residue until Sweep proves otherwise, and the journal says so already.
            outcome = Outcomes.LeaveBehind(outcome, journal.Open, cause);
        }
    }

    private ExperimentRun Describe(NetworkDriver driver, RunInputs inputs, ExperimentJournal journal)
    {
        Directory.CreateDirectory(folder.Raw);
        var life = spec.Limits.Start + (spec.Limits.Run * Math.Max(1, spec.Workload.Repeat)) + spec.Limits.Teardown;
        return new ExperimentRun
        {
            RunId = context.Folder.RunId,
            Experiment = name,
            Spec = spec,
            Options = driver.BindOptions(spec.Options),
            Worker = inputs.Worker,
            Model = inputs.Model,
            Inputs = inputs.Inputs,
            InputCount = inputs.InputCount,
            Folder = folder.Path,
            Journal = journal,
            Expires = context.Time.GetUtcNow() + life + (Asked.HasFlag(RunStages.Teardown) ? TimeSpan.Zero : context.Request.Options.Hold),
        };
    }

    // Files of an experiment that did not end well are evidence of that attempt only; a new attempt starts over.
    private ExperimentProgress FindProgress(JournalExperiment? known)
    {
        var before = folder.ReadOutcome();
        var invoked = folder.Has(ExperimentFolder.Invocation);
        if (before is null)
            return invoked ? ExperimentProgress.Invoked : ExperimentProgress.New;
        // A hold that ran out: Sweep has removed what was deployed.
        if (before.State is not OutcomeState.Held || known is not { Ended: false } || !folder.Has(ExperimentFolder.Deployment))
            return ExperimentProgress.New;
        return invoked && Asked is RunStages.Teardown ? ExperimentProgress.Invoked : ExperimentProgress.Deployed;
    }

    private string? Clean(string? text) => text is null ? null : context.Services.Secrets.Redact(text);
}
