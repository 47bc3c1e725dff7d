using System.Globalization;
using Scriban.Runtime;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Steps;

/// <summary>A network whose every act is a list of steps from the YAML.</summary>
internal sealed class StepNetwork<TStep> : INetwork
    where TStep : Step
{
    private const string VariablesKey = "variable.";
    private readonly NetworkEndpoint endpoint;
    private readonly StepSettings<TStep> settings;
    private readonly NetworkServices services;
    private readonly IStepTransport<TStep> transport;
    private readonly StepTemplates templates;
    private readonly StepEngine<TStep> engine;

    /// <summary>Builds the network around a transport.</summary>
    internal StepNetwork(
        NetworkEndpoint endpoint,
        StepSettings<TStep> settings,
        NetworkServices services,
        IStepTransport<TStep> transport,
        StepTemplates templates)
    {
        (this.endpoint, this.settings, this.services, this.transport, this.templates) = (endpoint, settings, services, transport, templates);
        engine = new StepEngine<TStep>(transport, templates, services);
    }

    /// <inheritdoc/>
    public Capabilities Capabilities => StepCapabilities.Of(settings);

    /// <inheritdoc/>
    public async Task<NetworkSurvey> SurveyAsync(CancellationToken cancellationToken)
    {
        var scope = new StepScope { Variables = WithOwn(StepVariables.Of(endpoint)) };
        await engine.RunAsync(settings.Survey, scope, cancellationToken);
        if (settings.Offer is not { } offer)
            return new NetworkSurvey("unknown: settings.offer is not set", []);

        string Render(string template) => templates.Text(template, scope.Variables);
        double? Number(string? template) => template is null ? null : double.Parse(Render(template), CultureInfo.InvariantCulture);
        var one = new ComputeOffer(
            endpoint.Network, Number(offer.Cpu), (long?)Number(offer.MemoryBytes), null, [], new Dictionary<string, Money>(), [.. offer.Features.Select(Render)]);
        return new NetworkSurvey(Render(offer.Software), [one]);
    }

    /// <inheritdoc/>
    public async Task<Quote> QuoteAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var scope = new StepScope { Variables = WithOwn(StepVariables.Of(endpoint, run)) };
        await engine.RunAsync(settings.Quote, scope, cancellationToken);
        if (settings.Price is not { } price)
            return new Quote(Money.Zero("EUR"), $"{endpoint.Network} takes no money: its settings name no price.", []);

        var text = templates.Text(price.Amount, scope.Variables);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount >= 0
            ? new Quote(new Money(amount, price.Currency), price.Basis, [])
            : throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The price expression gave '{text}', which is no amount of money. Correct settings.price.amount.");
    }

    /// <inheritdoc/>
    public async Task<Deployment> DeployAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var scope = Scope(run);
        await engine.RunAsync(settings.Deploy, scope, cancellationToken);
        await engine.RunAsync(settings.Ready, scope, cancellationToken);
        var kept = scope.Captured.ToDictionary(name => VariablesKey + name, name => StepValues.ToJson(scope.Variables[name])?.ToJsonString() ?? "null");
        var address = Captured(scope, "endpoint") ?? endpoint.Address?.ToString();
        return new Deployment(
            Captured(scope, "id"),
            address is null ? null : new Uri(address),
            kept,
            Clocks(scope),
            []);
    }

    /// <inheritdoc/>
    public async Task<Invocation> InvokeAsync(ExperimentRun run, Deployment deployment, CancellationToken cancellationToken)
    {
        var scope = Scope(run);
        foreach (var (name, json) in deployment.Properties)
        {
            if (name.StartsWith(VariablesKey, StringComparison.Ordinal))
                Keep(scope, name[VariablesKey.Length..], StepValues.ToScript(StepValues.Parse(json)));
        }

        scope.Variables["deployment"] = new ScriptObject { ["id"] = deployment.Id ?? "", ["endpoint"] = deployment.Endpoint?.ToString() ?? "" };
        var start = services.Time.GetTimestamp();
        try
        {
            await engine.RunAsync(settings.Invoke, scope, cancellationToken);
        }
        finally
        {
            await FetchLogsAsync(scope);
        }

        var predictions = await StepPredictions.ReadAsync(run, scope, cancellationToken);
        var clocks = predictions.Clocks.Merge(Clocks(scope)).With(Measuring.Clocks.Total, services.Time.GetElapsedTime(start));
        return new Invocation(predictions.Record, clocks, scope.Latencies, [], []);
    }

    /// <inheritdoc/>
    public async Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
    {
        var proofs = new List<ResourceProof>();
        foreach (var resource in resources.Reverse())
            proofs.Add(await UndoAsync(resource, StepUndo.Steps(resource), cancellationToken));
        return new TeardownProof(proofs, []);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        if (settings.Residue.Count == 0)
            return await StillThereAsync(scope.Journalled, cancellationToken);

        var variables = StepVariables.Of(endpoint);
        variables["run"] = new ScriptObject { ["id"] = scope.RunId, ["experiment"] = scope.Experiment ?? "" };
        WithOwn(variables);
        var found = new StepScope { Variables = variables };
        await engine.RunAsync(settings.Residue, found, cancellationToken);
        return found.Found;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private async Task<IReadOnlyList<Resource>> StillThereAsync(IReadOnlyList<Resource> journalled, CancellationToken cancellationToken)
    {
        var there = new List<Resource>();
        foreach (var resource in journalled)
        {
            var proof = await UndoAsync(resource, StepUndo.Steps(resource).TakeLast(1), cancellationToken);
            if (proof.Fate == ResourceFate.Residue)
                there.Add(resource);
        }

        return there;
    }

    private async Task<ResourceProof> UndoAsync(Resource resource, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var variables = WithOwn(StepVariables.Of(endpoint));
        StepUndo.Restore(resource, variables);
        var scope = new StepScope { Variables = variables };
        try
        {
            foreach (var name in names)
                await engine.RunAsync([Undo(resource, name)], scope, cancellationToken);
        }
        catch (NetworkException error)
        {
            return new ResourceProof(
                resource,
                ResourceFate.Residue,
                $"{error.Message} Remove {resource.Kind} '{resource.Id ?? resource.Name}' by hand, or mend the teardown step and run --target=Sweep.");
        }

        return StepUndo.KeptByDesign(resource) is { } kept
            ? new ResourceProof(resource, ResourceFate.Remains, $"{scope.LastAnswer}; {kept}")
            : new ResourceProof(resource, ResourceFate.Gone, scope.LastAnswer);
    }

    private TStep Undo(Resource resource, string name) => settings.Teardown.FirstOrDefault(step => step.Name == name)
        ?? throw new NetworkException(NetworkErrorKind.Rejected, $"There is no teardown step '{name}', which should undo the {resource.Kind} '{resource.Name}'.");

    private async Task FetchLogsAsync(StepScope scope)
    {
        // Logs are wanted most after a failure or a cancelled run, so they get a short time of their own; the result never needs them.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15), services.Time);
        try
        {
            await engine.RunAsync(settings.Logs, scope, limit.Token);
        }
        catch (Exception error) when (error is NetworkException or OperationCanceledException)
        {
            services.Events.Report(new WarningEvent(endpoint.Network, $"The logs could not be fetched: {error.Message}"));
        }
    }

    private StepScope Scope(ExperimentRun run) => new()
    {
        Variables = WithOwn(StepVariables.Of(endpoint, run)),
        Folder = run.Folder,
        Journal = run.Journal,
        Own = settings.Variables.Keys,
        Inputs = new StepInputs(run.Inputs, run.Spec.Job == JobType.Service ? Math.Min(run.InputCount, run.Spec.Workload.Requests) : run.InputCount),
    };

    private ScriptObject WithOwn(ScriptObject variables)
    {
        foreach (var (name, template) in settings.Variables)
        {
            try
            {
                variables[name] = templates.Text(template, variables);
            }
            catch (NetworkException) when (!variables.ContainsKey("model"))
            {
                // It speaks of the experiment, and there is none (survey, sweep): what needs it there fails and names it.
            }
        }

        return variables;
    }

    private static void Keep(StepScope scope, string name, object? value)
    {
        scope.Variables[name] = value;
        scope.Captured.Add(name);
    }

    private static string? Captured(StepScope scope, string name) =>
        scope.Captured.Contains(name) ? Convert.ToString(scope.Variables[name], CultureInfo.InvariantCulture) : null;

    private static Clocks Clocks(StepScope scope) =>
        scope.Clocks.Aggregate(Measuring.Clocks.None, (clocks, entry) => clocks.With(entry.Key, entry.Value));
}
