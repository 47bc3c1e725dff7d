using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Payments;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Ocean;

/// <summary>Ocean compute-to-data: three assets on a chain, one job on a node, money through an escrow.</summary>
internal sealed class OceanNetwork(NetworkEndpoint endpoint, OceanSettings settings, NetworkServices services) : INetwork, IProbe
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private (OceanContext Context, MoneyTrail Trail)? opened;

    /// <inheritdoc/>
    public Capabilities Capabilities => OceanDriver.AtBest;

    /// <inheritdoc/>
    public IReadOnlyList<string> Probes => OceanProbes.Names;

    /// <inheritdoc/>
    public async Task<NetworkSurvey> SurveyAsync(CancellationToken cancellationToken)
    {
        var (context, _) = await OpenAsync(cancellationToken);
        return await new OceanQuotes(context).SurveyAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Quote> QuoteAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var (context, _) = await OpenAsync(cancellationToken);
        return await new OceanQuotes(context).QuoteAsync(run, (OceanOptions)run.Options, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Deployment> DeployAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var (context, trail) = await OpenAsync(cancellationToken);
        return await new OceanDeploy(context, trail).RunAsync(run, (OceanOptions)run.Options, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Invocation> InvokeAsync(ExperimentRun run, Deployment deployment, CancellationToken cancellationToken)
    {
        var (context, trail) = await OpenAsync(cancellationToken);
        return await new OceanInvoke(context, trail).RunAsync(run, deployment, (OceanOptions)run.Options, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
    {
        var (context, trail) = await OpenAsync(cancellationToken, isNodeNeeded: false);
        return await new OceanTeardown(context, trail, resources).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        var (context, trail) = await OpenAsync(cancellationToken);
        return await new OceanResidue(context, trail).FindAsync(scope, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ProbeResult> ProbeAsync(string probe, ExperimentRun run, CancellationToken cancellationToken)
    {
        var (context, trail) = await OpenAsync(cancellationToken);
        return await new OceanProbes(context, trail).RunAsync(probe, run, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        gate.Dispose();
        return ValueTask.CompletedTask;
    }

    internal async Task<(OceanContext Context, MoneyTrail Trail)> OpenAsync(CancellationToken cancellationToken, bool isNodeNeeded = true)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (opened is null || (isNodeNeeded && opened.Value.Context.NodeAddress.Length == 0))
            {
                var context = await OceanContext.OpenAsync(endpoint, settings, services, isNodeNeeded, cancellationToken);
                opened = (context, new MoneyTrail(context));
            }
            return opened.Value;
        }
        finally
        {
            gate.Release();
        }
    }
}

/// <summary>The <c>ocean</c> driver.</summary>
public static class OceanDriver
{
    /// <summary>How the program knows it.</summary>
    public static NetworkDriver Registration { get; } = new()
    {
        Name = "ocean",
        Description = "Ocean compute-to-data: assets on a chain, jobs on an ocean-node, paid through an escrow.",
        Settings = typeof(OceanSettings),
        Options = typeof(OceanOptions),
        Capabilities = AtBest,
        HasDevnet = true,
        Create = (endpoint, services) => new OceanNetwork(
            endpoint, (OceanSettings)Registration!.BindSettings(JsonNode.Parse(endpoint.Settings)?.AsObject()), services),
    };

    internal static Capabilities AtBest => new()
    {
        JobTypes = [JobType.Batch],
        ModelDelivery = [ModelDelivery.Asset],
        CostsMoney = true,
        NeedsReach = true,
        // A node quotes a job only when it finds the job's image, and the job's command names the hosted files.
        QuotesPublished = true,
        Unsupported = new Dictionary<string, string>
        {
            ["service"] = "ocean-node 3.2.0 runs containers to completion; long-running services come with its next major version.",
            ["partitions"] = "One job runs in one environment of one node; splitting would be several jobs, each with orders and an escrow lock of its own.",
            ["image"] = "The model is an asset with a price of its own; baked into the image nobody would pay for it.",
            ["url"] = "Files outside of an asset are refused by paid jobs on assets that list trusted algorithms.",
            ["inline"] = "A request is limited to 100 kB.",
            ["mount"] = "A node mounts nothing of its caller.",
        },
    };
}
