using System.Globalization;
using Survey.Devnets.Hosting;
using Survey.Devnets.Ocean.Assets;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Chain;
using Survey.Devnets.Ocean.Compute;
using Survey.Devnets.Ocean.Http;
using Survey.Devnets.Ocean.Storage;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;

namespace Survey.Devnets.Ocean;

/// <summary>A real chain with Ocean's real contracts, and a stand-in for ocean-node beside it.</summary>
public sealed class OceanDevnet : IDevnet
{
    private const int NodeAccount = 1;

    private readonly CancellationTokenSource ending = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = 1L << 30 };
    private readonly FaultInjector faults;
    private readonly LocalChain chain;
    private readonly IWorkRunner runner;
    private readonly ControlEndpoint control;
    private Task background = Task.CompletedTask;
    private OceanNode node = null!; // Set by StartAsync before anybody can see the devnet.
    private LoopbackServer server = null!;

    private OceanDevnet(DevnetSettings settings, LocalChain chain, IWorkRunner runner, ImageRegistry images)
    {
        (this.chain, this.runner) = (chain, runner);
        Activity = new DevnetActivity(settings.Time);
        faults = new FaultInjector(settings.Time) { Plan = settings.Faults };
        control = new ControlEndpoint(this, images);
    }

    /// <summary>How DevnetHost knows it.</summary>
    public static DevnetFactory Factory { get; } = new(
        "ocean",
        "Ocean compute-to-data: anvil with Ocean's contracts, and a stand-in for ocean-node 3.2.0.",
        new Dictionary<string, string>
        {
            ["tick"] = "milliseconds from one job state to the next (2000)",
            ["indexer"] = "milliseconds between looks at new blocks (500)",
            ["claim"] = "milliseconds between claims of the escrow (5000); the real node takes an hour",
            ["requests-per-minute"] = "requests allowed in a minute (0: all); the real node allows 30",
            ["cpu"] = "cores on offer (2)",
            ["ram"] = "GB on offer (8)",
            ["free-cpu"] = "cores on offer for free jobs (1)",
            ["free-ram"] = "GB on offer for free jobs (2)",
            ["free-jobs"] = "free jobs at once (3)",
            ["npm"] = "folder with package.json and node_modules (build/npm of the repository)",
            ["chain-cache"] = "folder for the state of the chain with its contracts (beside the state folder)",
            ["v3.2.0"] = "true: deviate from the documentation wherever ocean-node 3.2.0 does",
        },
        async (settings, cancellationToken) => await StartAsync(settings, cancellationToken));

    /// <inheritdoc/>
    public string Network => "ocean";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Endpoints => new Dictionary<string, string>
    {
        ["api"] = server.Address.ToString().TrimEnd('/'),
        ["rpc"] = chain.Rpc.ToString().TrimEnd('/'),
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string>
    {
        ["isolation"] = runner.Kind.ToString().ToLowerInvariant(),
        ["chain"] = $"anvil, chain id {Anvil.ChainId.ToString(CultureInfo.InvariantCulture)}, real contracts of @oceanprotocol/contracts 2.6.0",
        ["address-file"] = AddressFilePath,
        ["deviations"] = "a job that never ran is billed nothing; agreements find no job; file objects of type url and node storage only",
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

    /// <summary>Where Ocean's contracts stand, in the form of Ocean's own tools.</summary>
    internal string AddressFilePath { get; private init; } = "";

    internal LocalChain Chain => chain;

    internal OceanNode Node => node;

    internal RateLimit Limit { get; private set; } = null!; // Set with the node.

    /// <summary>Starts one.</summary>
    public static async Task<OceanDevnet> StartAsync(DevnetSettings settings, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.StateFolder);
        var npm = settings.Options.TryGetValue("npm", out var folder) ? new NpmFolder(folder) : NpmFolder.OfRepository();
        var cache = settings.Options.GetValueOrDefault("chain-cache") ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settings.StateFolder))!, "ocean-chain");
        var images = new ImageRegistry(settings.Images);
        var chainHttp = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var chain = await LocalChain.StartAsync(npm, cache, chainHttp, settings.Time, cancellationToken);
        var runner = await WorkRunners.ChooseAsync(settings.Isolation, images, settings.Time, cancellationToken);
        var addressFile = Path.Combine(settings.StateFolder, "address.json");
        await File.WriteAllTextAsync(addressFile, chain.AddressFile(), cancellationToken);
        var devnet = new OceanDevnet(settings, chain, runner, images) { AddressFilePath = addressFile };
        await devnet.RunAsync(settings, images, cancellationToken);
        return devnet;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.DisposeAsync();
        await node.Engine.DisposeAsync();
        await runner.DisposeAsync();
        await chain.DisposeAsync();
        http.Dispose();
        ending.Dispose();
    }

    private async Task RunAsync(DevnetSettings settings, ImageRegistry images, CancellationToken cancellationToken)
    {
        node = Compose(settings, images);
        var routes = new List<Route>();
        var identity = new IdentityRoutes(node, () => routes);
        var results = new ResultRoutes(node);
        routes.AddRange(identity.All());
        routes.AddRange(new AuthRoutes(node).All());
        routes.AddRange(new AssetRoutes(node).All());
        routes.AddRange(new FileRoutes(node).All());
        routes.AddRange(new ComputeRoutes(node).All());
        routes.AddRange(new StartRoutes(node).All());
        routes.AddRange(new InitializeRoutes(node).All());
        routes.AddRange(results.All());
        routes.AddRange(new StorageRoutes(node).All());
        routes.Add(new DirectCommandRoute(identity, results).Route);
        Limit = new RateLimit(settings.Option("requests-per-minute", 0, 0, 1_000_000), settings.Time);
        var table = new Routes(routes, Limit);
        server = await LoopbackServer.StartAsync(
            async context =>
            {
                if (await control.TryHandleAsync(context))
                    return;
                Activity.Touch();
                if (node.Engine.IsLost)
                {
                    context.Abort();
                    return;
                }
                await faults.HandleAsync(context, table.HandleAsync);
            },
            cancellationToken: cancellationToken);
        background = Task.WhenAll(
            node.Indexer.RunAsync(Milliseconds(settings, "indexer", 500), settings.Time, ending.Token),
            SettleAsync(Milliseconds(settings, "claim", 5000), settings.Time));
    }

    private OceanNode Compose(DevnetSettings settings, ImageRegistry images)
    {
        var switches = OceanSwitches.From(settings);
        var key = new NodeKey(WellKnownKeys.Key(NodeAccount), Anvil.ChainId);
        var (nonces, tokens, assets) = (new NonceStore(), new TokenStore(settings.Time), new AssetStore(switches));
        var (files, buckets) = (new FileObjects(http, key), new Buckets(Path.Combine(settings.StateFolder, "buckets"), settings.Time));
        var config = EnvironmentConfig.From(settings);
        var timing = new EngineTiming(Milliseconds(settings, "tick", 2000), Milliseconds(settings, "kill-after", 1000));
        var pulls = new Images(runner, images, http);
        var storage = Path.Combine(settings.StateFolder, "c2d_storage");
        var engine = new JobEngine(runner, pulls, files, buckets, storage, timing, switches, faults, Activity, settings.Time);
        var opener = new MetadataOpener(key);
        return new OceanNode
        {
            Chain = chain.Chain,
            Addresses = chain.Addresses,
            Key = key,
            Nonces = nonces,
            Tokens = tokens,
            Authenticator = new Authenticator(nonces, tokens, switches),
            Assets = assets,
            Opener = opener,
            Indexer = new Indexer(chain.Chain, chain.Addresses, assets, opener, new AssetDocument(chain.Chain, chain.Addresses)),
            Files = files,
            Buckets = buckets,
            Environment = new ComputeEnvironment(config, key, chain.Addresses, () => [.. engine.Jobs.Where(job => job.IsRunning)]),
            Access = new AssetAccess(assets, files, new Orders(chain.Chain, key, switches, settings.Time), switches),
            Escrow = new EscrowAccount(chain.Chain, chain.Addresses, key, config, () => engine.Jobs),
            Images = pulls,
            Engine = engine,
            Switches = switches,
            Faults = faults,
            Time = settings.Time,
        };
    }

    private async Task SettleAsync(TimeSpan interval, TimeProvider time)
    {
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(interval, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (node.Engine.IsLost)
                continue;
            try
            {
                await node.Escrow.SettleAsync(ending.Token);
            }
            catch (Exception exception) when (exception is NetworkException or OperationCanceledException)
            {
                // Told by the locks that stay; the next round tries again.
            }
        }
    }

    private static TimeSpan Milliseconds(DevnetSettings settings, string name, int fallback) =>
        TimeSpan.FromMilliseconds(settings.Option(name, fallback, 1, 3_600_000));
}
