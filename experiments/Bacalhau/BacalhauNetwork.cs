using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>Bacalhau as seen through its driver.</summary>
internal sealed class BacalhauNetwork : INetwork, IProbe
{
    private readonly NetworkEndpoint endpoint;
    private readonly BacalhauSettings settings;
    private readonly BacalhauClient client;
    private readonly BacalhauJobs jobs;
    private readonly PollPace pace;
    private readonly NetworkServices services;
    private readonly HttpClient http;
    private readonly bool ownsHttp;

    public BacalhauNetwork(NetworkEndpoint endpoint, BacalhauSettings settings, NetworkServices services, HttpClient http, bool ownsHttp)
    {
        this.endpoint = endpoint;
        this.settings = settings;
        this.services = services;
        this.http = http;
        this.ownsHttp = ownsHttp;
        client = new BacalhauClient(new BacalhauTransport(http, endpoint, settings, services), settings.Namespace);
        jobs = new BacalhauJobs(settings, services.Random);
        pace = new PollPace(settings.PollInterval);
    }

    /// <inheritdoc/>
    public Capabilities Capabilities => BacalhauDriver.CapabilitiesFor(settings.Nodes);

    /// <inheritdoc/>
    public IReadOnlyList<string> Probes => [VersioningProbe.Name];

    /// <inheritdoc/>
    public async Task<NetworkSurvey> SurveyAsync(CancellationToken cancellationToken)
    {
        await client.AliveAsync(cancellationToken);
        var version = await client.VersionAsync(cancellationToken);
        var nodes = await client.NodesAsync(cancellationToken);
        return new NetworkSurvey($"Bacalhau {version.GitVersion ?? "(unknown version)"}", [.. nodes.Where(node => node.TakesWork).Select(OfferOf)]);
    }

    /// <inheritdoc/>
    public Task<Quote> QuoteAsync(ExperimentRun run, CancellationToken cancellationToken) => Task.FromResult(
        new Quote(new Money(0, "EUR"), "Bacalhau has no prices and takes no payment; a node costs its operator what the machine costs.", []));

    /// <inheritdoc/>
    public async Task<Deployment> DeployAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        CheckImage(run);
        await CheckNodesAsync(run, cancellationToken);
        return run.Spec.Job == JobType.Service
            ? await new ServiceJob(endpoint, settings, client, jobs, services).DeployAsync(run, cancellationToken)
            : new Deployment(null, null, new Dictionary<string, string>(), Measuring.Clocks.None, []);
    }

    /// <inheritdoc/>
    public Task<Invocation> InvokeAsync(ExperimentRun run, Deployment deployment, CancellationToken cancellationToken) =>
        run.Spec.Job == JobType.Service
            ? ServiceJob.InvokeAsync(run, deployment, services, cancellationToken)
            : new BatchJob(endpoint, pace, client, jobs, services, http).RunAsync(run, cancellationToken);

    /// <inheritdoc/>
    public Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken) =>
        new JobTeardown(client, services.Time).RunAsync(resources, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        var found = scope.Experiment is { } experiment
            ? (await client.LabelledAsync(BacalhauJobs.RunLabel, scope.RunId, cancellationToken))
                .IntersectBy((await client.LabelledAsync(BacalhauJobs.ExperimentLabel, experiment, cancellationToken)).Select(job => job.ID), job => job.ID)
            : await client.LabelledAsync(BacalhauJobs.RunLabel, scope.RunId, cancellationToken);
        return [.. found.Where(job => !job.IsTerminal).Select(job => new Resource(BacalhauJobs.JobKind, job.Name, job.ID, new Dictionary<string, string>()))];
    }

    /// <inheritdoc/>
    public async Task<ProbeResult> ProbeAsync(string probe, ExperimentRun run, CancellationToken cancellationToken)
    {
        if (probe != VersioningProbe.Name)
            throw new NetworkException(NetworkErrorKind.Rejected, $"Bacalhau has no probe '{probe}'. Known: {VersioningProbe.Name}.") { Network = endpoint.Network };
        CheckImage(run);
        return await new VersioningProbe(client, jobs, pace, services).RunAsync(run, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (ownsHttp)
            http.Dispose();
        return ValueTask.CompletedTask;
    }

    private void CheckImage(ExperimentRun run)
    {
        if (endpoint.Standing == Standing.Devnet)
            return;
        if (BacalhauJobs.DeliveryOf(run) == ModelDelivery.Image && run.Worker.ModelImage is null)
            throw Unpublished("The model is to come with the image, but no image holds it");
        if (run.Worker.Digest is null)
            throw Unpublished("The image was not pushed, and a Bacalhau node takes none without a digest (bacalhau issue 2588)");

        NetworkException Unpublished(string what) => new(NetworkErrorKind.Rejected, $"{what}: set images.push and run Publish first.") { Network = endpoint.Network };
    }

    // The server takes a job that needs more nodes than there are, and fails it afterwards.
    private async Task CheckNodesAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var nodes = (await client.NodesAsync(cancellationToken)).Count(node => node.TakesWork);
        var needed = run.Spec.Job == JobType.Batch ? run.Spec.Workload.Partitions : 1;
        if (nodes < needed)
        {
            throw new NetworkException(
                NetworkErrorKind.Rejected,
                $"{run.Experiment} needs {needed} nodes, one for each partition, and {endpoint.Network} has {nodes}: lower workload.partitions, or add nodes.")
            {
                Network = endpoint.Network,
            };
        }
    }

    private static ComputeOffer OfferOf(NodeItem node)
    {
        var info = node.Info.ComputeNodeInfo;
        var capacity = info?.MaxCapacity;
        IReadOnlyList<string> features =
        [
            .. (info?.ExecutionEngines ?? []).Select(engine => $"engine {engine}"),
            .. (info?.Publishers ?? []).Select(publisher => $"publisher {publisher}"),
            .. (info?.StorageSources ?? []).Select(source => $"source {source}"),
        ];
        return new ComputeOffer(
            node.Info.NodeID,
            capacity?.CPU,
            capacity?.Memory,
            capacity?.Disk,
            [.. (capacity?.GPUs ?? []).Select(gpu => $"{gpu.Vendor} {gpu.Name}")],
            new Dictionary<string, Money>(),
            features);
    }
}
