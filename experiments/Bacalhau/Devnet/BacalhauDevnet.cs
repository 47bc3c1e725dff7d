using Microsoft.AspNetCore.Http;
using Survey.Devnets.Bacalhau.Api;
using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Scheduling;
using Survey.Devnets.Hosting;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau;

/// <summary>An embedded Bacalhau: an orchestrator and its compute nodes, with the wire protocol of 1.9.3.</summary>
public sealed class BacalhauDevnet : IDevnet
{
    private readonly FaultInjector faults;
    private readonly ControlEndpoint control;
    private readonly JobStore store;
    private readonly NodeRegistry registry;
    private readonly NodeRanker ranker;
    private readonly Orchestrator orchestrator;
    private readonly AuthEndpoints auth;
    private readonly IWorkRunner runner;
    private readonly HttpClient http = new();
    private readonly List<ComputeNode> nodes = [];
    private readonly NodeBuilder builder;
    private readonly Lock gate = new();
    private readonly List<string> nodeIds = [];
    private readonly ApiServer api;
    private LoopbackServer? server;

    private BacalhauDevnet(DevnetSettings settings, BacalhauDevnetOptions options, ImageRegistry images, IWorkRunner runner)
    {
        this.runner = runner;
        Activity = new DevnetActivity(settings.Time);
        faults = new FaultInjector(settings.Time) { Plan = settings.Faults };
        control = new ControlEndpoint(this, images);
        store = new JobStore(settings.Time);
        registry = new NodeRegistry(options.Timing, settings.Time);
        ranker = new NodeRanker(registry, new Random(options.Seed));
        orchestrator = new Orchestrator(store, registry, options.Timing, options.Defects, settings.Time, ranker);
        builder = new NodeBuilder(settings, options, images, runner, faults, orchestrator, Activity, http)
        {
            Count = () => nodes.Count,
            Lose = node => registry.End(node.ID, gracefully: false),
        };
        var id = options.OrchestratorId ?? $"n-{Guid.NewGuid()}";
        nodeIds.Add(id);
        var authorizer = new Authorizer(options.Users);
        auth = new AuthEndpoints(id, authorizer, settings.Time);
        api = new ApiServer(Routes(id, settings, options), authorizer, options.Timing, settings.Time);
    }

    /// <inheritdoc/>
    public string Network => "bacalhau";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Endpoints => new Dictionary<string, string> { ["api"] = server!.Address.GetLeftPart(UriPartial.Authority) };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string>
    {
        ["standing"] = $"devnet: emulates Bacalhau {ServerVersion.Text}, says nothing about a real network",
        ["isolation"] = runner.Kind == IsolationKind.Docker
            ? "containers of the local engine"
            : "plain processes with mount paths rewritten; memory is watched, CPU and network are not limited",
        ["images"] = "an image the devnet was told about counts as pushed, which stands in for a registry; others need a digest or a registry, as on a real node",
        ["deviations"] = "no WASM engine, no S3 or IPFS; nodes share this machine and each offers four fifths of it",
    };

    /// <inheritdoc/>
    public DevnetActivity Activity { get; }

    /// <inheritdoc/>
    public Task StopAsked => control.StopAsked;

    /// <inheritdoc/>
    public FaultPlan Faults
    {
        get => faults.Plan;
        set => faults.Plan = value;
    }

    /// <summary>The ids of its nodes, in the order in which they joined.</summary>
    public IReadOnlyList<string> NodeIds
    {
        get
        {
            lock (gate)
                return [.. nodeIds];
        }
    }

    /// <summary>Ids of nodes that get work first, in this order, where several are equally good. What is not named is left to chance.</summary>
    public IReadOnlyList<string> PreferredNodes
    {
        get => ranker.Preferred;
        set => ranker.Preferred = value;
    }

    /// <summary>Starts one.</summary>
    public static async Task<BacalhauDevnet> StartAsync(
        DevnetSettings settings, BacalhauDevnetOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.StateFolder);
        var images = new ImageRegistry(settings.Images);
        var runner = await WorkRunners.ChooseAsync(settings.Isolation, images, settings.Time, cancellationToken);
        var devnet = new BacalhauDevnet(settings, options, images, runner);
        try
        {
            await devnet.AddAsync(devnet.nodeIds[0], NodeBuilder.LabelsOf(options, 0), "APPROVED", cancellationToken);
            for (var i = 1; i < options.Nodes; i++)
                await devnet.JoinNodeAsync(NodeBuilder.LabelsOf(options, i), isApproved: true, cancellationToken);
            foreach (var labels in options.PendingNodes)
                await devnet.JoinNodeAsync(labels, isApproved: false, cancellationToken);
            devnet.server = await LoopbackServer.StartAsync(devnet.HandleAsync, options.Certificate, cancellationToken: cancellationToken);
            return devnet;
        }
        catch
        {
            await devnet.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new compute node joins.</summary>
    /// <param name="labels">Its labels besides those that every node has.</param>
    /// <param name="isApproved">Whether it can be given work at once; otherwise somebody must approve of it first.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>Its id.</returns>
    public async Task<string> JoinNodeAsync(IReadOnlyDictionary<string, string> labels, bool isApproved, CancellationToken cancellationToken)
    {
        var id = $"n-{Guid.NewGuid()}";
        lock (gate)
            nodeIds.Add(id);
        await AddAsync(id, labels, isApproved ? "APPROVED" : "PENDING", cancellationToken);
        return id;
    }

    /// <summary>Ends the process of a node: killed (only its silence shows it), or shut down with a farewell.</summary>
    public void EndNode(string id, bool gracefully) => registry.End(id, gracefully);

    /// <summary>Starts the process of a node again.</summary>
    public void RestartNode(string id) => registry.Restart(id);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        orchestrator.Dispose();
        registry.Dispose();
        foreach (var node in nodes)
            await node.DisposeAsync();
        await runner.DisposeAsync();
        auth.Dispose();
        http.Dispose();
        store.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        Activity.Touch();
        if (!await control.TryHandleAsync(context))
            await faults.HandleAsync(context, api.HandleAsync);
    }

    private Router Routes(string id, DevnetSettings settings, BacalhauDevnetOptions options)
    {
        var router = new Router();
        auth.Map(router);
        new AgentEndpoints(registry, store, () => ConfigurationTree.Of(settings, options)).Map(router);
        new NodeEndpoints(registry).Map(router);
        new JobEndpoints(orchestrator, store, new JobNormalizer(id, "survey-devnet")).Map(router);
        new JobReadEndpoints(store).Map(router);
        new HistoryEndpoint(store).Map(router);
        new LogsEndpoint(store, registry, options.Timing, options.Defects, settings.Time).Map(router);
        return router;
    }

    private async Task AddAsync(string id, IReadOnlyDictionary<string, string> labels, string membership, CancellationToken cancellationToken)
    {
        var node = await builder.BuildAsync(id, nodes.Count, labels, cancellationToken);
        nodes.Add(node);
        registry.Add(node, membership);
    }
}
