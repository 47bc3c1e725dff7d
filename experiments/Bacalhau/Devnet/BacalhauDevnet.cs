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
    private static readonly string[] Zones = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"];

    private readonly FaultInjector faults;
    private readonly ControlEndpoint control;
    private readonly JobStore store;
    private readonly NodeRegistry registry;
    private readonly Orchestrator orchestrator;
    private readonly AuthEndpoints auth;
    private readonly IWorkRunner runner;
    private readonly HttpClient http = new();
    private readonly List<ComputeNode> nodes = [];
    private readonly PortAllocator ports;
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
        orchestrator = new Orchestrator(store, registry, options.Timing, options.Defects, settings.Time, new Random(options.Seed));
        ports = new PortAllocator(options.PortRange.First, options.PortRange.Last);
        var id = $"n-{Guid.NewGuid()}";
        NodeIds = [id, .. Enumerable.Range(1, options.Nodes - 1).Select(_ => $"n-{Guid.NewGuid()}")];
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

    /// <summary>The ids of its nodes, in order.</summary>
    public IReadOnlyList<string> NodeIds { get; }

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
            for (var i = 0; i < options.Nodes; i++)
                await devnet.AddNodeAsync(i, settings, options, images, cancellationToken);
            devnet.server = await LoopbackServer.StartAsync(devnet.HandleAsync, options.Certificate, cancellationToken);
            return devnet;
        }
        catch
        {
            await devnet.DisposeAsync();
            throw;
        }
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

    private async Task AddNodeAsync(
        int index, DevnetSettings settings, BacalhauDevnetOptions options, ImageRegistry images, CancellationToken cancellationToken)
    {
        var id = NodeIds[index];
        var folder = Directory.CreateDirectory(Path.Combine(settings.StateFolder, id)).FullName;
        var docker = (runner as DockerWorkRunner)?.Client;
        var node = new ComputeNode(id, new ComputeNodeParts
        {
            Folder = folder,
            Labels = index < options.Labels.Count ? options.Labels[index] : new Dictionary<string, string> { ["zone"] = ZoneOf(index) },
            Runner = runner,
            Images = new ImageCheck(images, docker, http),
            Inputs = new InputPreparer(new UrlInput(http, options.Timing, settings.Time), options.AllowedPaths),
            Environment = new TaskEnvironment(options.AllowedVariables),
            Ports = ports,
            Publisher = await LocalPublisher.StartAsync(Path.Combine(folder, "local-publisher"), faults, settings.Time, Activity, cancellationToken),
            Reports = orchestrator,
            Faults = faults,
            Defects = options.Defects,
            Time = settings.Time,
            Activity = Activity,
            Lies = () => index >= options.Nodes - faults.Plan.LyingNodes,
            BeganWork = begun => LoseIfAsked(begun, index, options.Nodes),
        });
        nodes.Add(node);
        registry.Add(node);
    }

    private void LoseIfAsked(ComputeNode node, int index, int count)
    {
        if (index >= count - faults.Plan.LostNodes)
            registry.End(node.ID, gracefully: false);
    }

    private static string ZoneOf(int index) => index < Zones.Length ? Zones[index] : $"zone-{index}";
}
