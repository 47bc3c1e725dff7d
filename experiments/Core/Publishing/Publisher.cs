using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Publishing;

/// <summary>
/// Makes image, model and inputs readable for the networks of one run: pushed and hosted once, however many experiments use them, and
/// withdrawn when the last has ended. Journalled under the experiment name <see cref="JournalName"/>.
/// </summary>
internal sealed class Publisher(RunContext context) : IAsyncDisposable
{
    /// <summary>Under which name the journal lists what is published. No experiment can have it: names start with a letter.</summary>
    public const string JournalName = "(publish)";

    private const string DevnetHosting = "devnet";

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Dictionary<string, Published> published = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Place, string What), object> done = [];

    /// <summary>The run with references and URLs that its network can reach.</summary>
    public async Task<ExperimentRun> PublishAsync(
        ExperimentRun run, ExperimentSpec spec, NetworkDriver driver, NetworkEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (!driver.CapabilitiesWith(JsonNode.Parse(endpoint.Settings) as JsonObject).NeedsReach)
            return run;
        // One at a time: two experiments that need the same file or image must not push it twice.
        await gate.WaitAsync(cancellationToken);
        try
        {
            var isDevnet = endpoint.Standing is Standing.Devnet;
            var (name, hosting) = HostingOf(run.Experiment, spec, isDevnet);
            var worker = isDevnet ? await ToDevnetAsync(run, endpoint.Address!, cancellationToken) : await PushAsync(run, spec, cancellationToken);
            return run with
            {
                Worker = worker,
                Model = await HostAsync(name, hosting, run.Model, cancellationToken),
                Inputs = await HostAsync(name, hosting, run.Inputs, cancellationToken),
            };
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Withdraws everything and adds what could not be withdrawn to the outcomes.</summary>
    public async Task<IReadOnlyList<ExperimentOutcome>> WithdrawAsync(IReadOnlyList<ExperimentOutcome> outcomes, CancellationToken giveUp)
    {
        // What a held experiment of the run still reads stays, with its hold.
        if (context.Folder.Experiments().Any(experiment => experiment.ReadOutcome()?.State is OutcomeState.Held))
        {
            foreach (var place in published.Values)
                place.Journal.Hold(context.Time.GetUtcNow() + context.Request.Options.Hold);
            return outcomes;
        }

        TakeOver();
        var residue = new List<string>();
        foreach (var place in published.Values)
            residue.AddRange(await WithdrawAsync(place, giveUp));
        return residue.Count == 0 ? outcomes : [.. outcomes.Select(outcome => SurveyRunner.Keep(context, outcome, Outcomes.LeftBehind(outcome, residue)))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var place in published.Values)
            await place.Keeper.DisposeAsync();
        gate.Dispose();
    }

    // What an earlier command of this run published (Deploy) is withdrawn by the last one (Teardown).
    private void TakeOver()
    {
        foreach (var known in JournalState.Read(context.Services.Artifacts.Journal).Experiments)
        {
            if (known is { Experiment: JournalName, Ended: false, Endpoint: { } endpoint } && known.Run == context.Folder.RunId)
                Place(endpoint, () => Publications.Open(endpoint, context.Services)!);
        }
    }

    private async Task<IReadOnlyList<string>> WithdrawAsync(Published place, CancellationToken giveUp)
    {
        try
        {
            var retry = new NetworkRetry(3, context.Time, context.Services.Random);
            return (await new ResidueRemoval(place.Keeper, retry, context.Time).RunAsync(place.Journal, null, giveUp)).Residue;
        }
        catch (Exception cause) when (cause is NetworkException or OperationCanceledException)
        {
            return [$"What was published for {place.Journal.Network} could not be withdrawn: {cause.Message}"];
        }
    }

    private (string Name, HostingSpec Spec) HostingOf(string experiment, ExperimentSpec spec, bool isDevnet)
    {
        if (isDevnet)
            return (DevnetHosting, new HostingSpec { Kind = HostingKind.Local });
        var network = context.Request.Spec.Networks[spec.Network];
        return network.Hosting is { } name && context.Request.Spec.Hosting.TryGetValue(name, out var hosting)
            ? (name, hosting)
            : throw new SurveyException(ExitCode.MissingPrerequisite, $"A real node cannot read the model and inputs of '{experiment}': set networks.{spec.Network}.hosting to an entry of hosting.");
    }

    private async Task<WorkerArtifact> ToDevnetAsync(ExperimentRun run, Uri devnet, CancellationToken cancellationToken)
    {
        await DevnetImages.RegisterAsync(context.Services.Http, devnet, run.Worker, run.Model.Path, cancellationToken);
        return run.Worker;
    }

    private async Task<WorkerArtifact> PushAsync(ExperimentRun run, ExperimentSpec spec, CancellationToken cancellationToken)
    {
        if (context.Request.Spec.Images[spec.Image].Push is not { } push)
            throw new SurveyException(ExitCode.MissingPrerequisite, $"A real node cannot pull the image of '{run.Experiment}': set images.{spec.Image}.push to a registry that it reaches.");
        if (run.Worker.Image is null)
            throw new SurveyException(ExitCode.MissingPrerequisite, $"There is no image of '{spec.Image}' to push: start a Docker engine and run --target=Containerize.");
        var place = Place(Publications.EndpointOf(spec.Image, push), () => Publications.Open(push, context.Services));
        var (image, digest) = await PushAsync(run.Worker.Image);
        return run.Worker with
        {
            Image = image,
            Digest = digest,
            ModelImage = run.Worker.ModelImage is { } model ? (await PushAsync(model)).Reference : null,
        };

        Task<(string Reference, string Digest)> PushAsync(string reference) =>
            OnceAsync(place, reference, () => ((RegistryImages)place.Keeper).PushAsync(reference, place.Journal, cancellationToken));
    }

    private async Task<FileArtifact> HostAsync(string name, HostingSpec hosting, FileArtifact file, CancellationToken cancellationToken)
    {
        // A server in this process would end with it, before anybody could read from it.
        if (context.Request.Options.Stages is RunStages.Publish && hosting.Kind is HostingKind.Local)
        {
            context.Services.Events.Report(new NoteEvent($"hosting {name}", $"{Path.GetFileName(file.Path)} is served by the run itself, as long as it lasts."));
            return file;
        }

        var place = Place(Publications.EndpointOf(name, hosting), () => Publications.Open(hosting, context.Services));
        var url = await OnceAsync(
            place, file.Sha256, () => ((IFileHost)place.Keeper).PublishAsync(context.Folder.RunId, file, place.Journal, cancellationToken));
        return file with { Url = url };
    }

    private Published Place(NetworkEndpoint endpoint, Func<IResourceKeeper> open)
    {
        if (!published.TryGetValue(endpoint.Network, out var place))
        {
            var known = JournalState.Read(context.Services.Artifacts.Journal).Find(context.Folder.RunId, JournalName, endpoint.Network);
            var journal = context.Journal.Begin(context.Folder.RunId, JournalName, endpoint, known?.Open);
            if (known?.HeldUntil is not null)
                journal.Release();
            published[endpoint.Network] = place = new Published(open(), journal);
        }

        return place;
    }

    private async Task<T> OnceAsync<T>(Published place, string what, Func<Task<T>> publish)
        where T : notnull
    {
        if (done.TryGetValue((place.Journal.Network, what), out var known))
            return (T)known;
        var result = await publish();
        done[(place.Journal.Network, what)] = result;
        return result;
    }

    private sealed record Published(IResourceKeeper Keeper, ExperimentJournal Journal);
}
