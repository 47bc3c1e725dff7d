using System.Text.Json.Nodes;
using Nethereum.Signer;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Node;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean.Probes;

/// <summary>
/// Whether a node refuses callers who are not entitled, tried on assets of our own with an account made for it. It tells refused or not
/// refused and no more. A step has succeeded when the caller was refused.
/// </summary>
internal sealed class AccessProbe(OceanContext context, MoneyTrail trail, ExperimentRun run)
{
    public const string Name = "access";

    /// <summary>Price of the probe's model: enough to be one.</summary>
    public const decimal Price = 0.001m;

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    private readonly List<ProbeStep> steps = [];
    private readonly JobDesk jobs = new(context);

    // It owns nothing and signs no transaction, so that whatever the node lets it do costs nobody anything.
    private readonly NodeAccount stranger = context.AccountOf(Wallet.Create(
        new Secret("0x" + Convert.ToHexStringLower(EthECKey.GenerateKey().GetPrivateKeyAsBytes())), context.Addresses.ChainId));

    public async Task<ProbeResult> RunAsync(CancellationToken cancellationToken)
    {
        var assets = await ProbeAssets.PublishAsync(context, trail, run, Name, "Model with a price", Price, cancellationToken);
        await StepAsync("free job on a priced asset, without an order", () => StartAsync(assets, new Dictionary<AssetRole, string>(), isFree: true, cancellationToken));
        await StepAsync("token of one account used for another", () => UseTokenAsync(cancellationToken));
        var orders = await OrderAsync(assets, cancellationToken);
        await StepAsync("paid job with the order of another account", () => StartAsync(assets, orders, isFree: false, cancellationToken));
        await StepAsync("job status without authentication", async () => (await context.Client.GetJobsAsync(context.Consumer.Address, cancellationToken)).Count > 0);
        await StepAsync("order of an asset at its end of life", () => OrderAtEndOfLifeAsync(assets, cancellationToken));
        var open = steps.Where(step => !step.Succeeded).Select(step => step.Name).ToList();
        return new ProbeResult(Name, "privacy", steps, open.Count == 0 ? "Every caller who was not entitled was refused." : $"Not refused: {string.Join("; ", open)}.") { Payments = trail.Take() };
    }

    private async Task StepAsync(string name, Func<Task<bool>> isLetThrough)
    {
        var started = context.Time.GetTimestamp();
        var isRefused = !await isLetThrough();
        steps.Add(new ProbeStep(name, isRefused, isRefused ? "Refused." : "Not refused.", context.Time.GetElapsedTime(started)));
    }

    // A job that starts after all is stopped at once.
    private async Task<bool> StartAsync(ProbeAssets assets, IReadOnlyDictionary<AssetRole, string> orders, bool isFree, CancellationToken cancellationToken)
    {
        var attempt = Guid.NewGuid().ToString("N");
        var resource = OceanResources.ForProbe(run.RunId, $"{run.Experiment}-{Name}", attempt, assets.Environment, stranger.Address);
        var ticket = await run.Journal.IntendAsync(resource, cancellationToken);
        try
        {
            var started = await context.Client.StartAsync(stranger, assets.StartBody(orders, isFree, run.RunId, run.Experiment, attempt), isFree, cancellationToken);
            var fullId = $"{assets.Environment.ClusterHash}-{started.BareId}";
            await run.Journal.CreatedAsync(ticket, resource with { Id = fullId }, cancellationToken);
            await jobs.StopAsync(stranger, fullId, StopPatience, cancellationToken);
            return true;
        }
        catch (NetworkException exception) when (exception.Kind is NetworkErrorKind.Rejected or NetworkErrorKind.Unauthorized)
        {
            // The order is looked at before the money: who gets as far as the escrow was not refused for the order.
            return exception is NodeRefusedException { Refusal: NodeRefusal.Escrow };
        }
    }

    private async Task<bool> UseTokenAsync(CancellationToken cancellationToken)
    {
        var job = (await context.Client.GetJobsAsync(context.Consumer.Address, cancellationToken)).FirstOrDefault(job => job.Run == run.RunId && job.Results.Count > 0)
            ?? throw new NetworkException(NetworkErrorKind.Failed, "The access probe needs a finished job of this run, and the ocean-node knows none.");
        var environments = await context.Client.GetEnvironmentsAsync(context.Addresses.ChainId, cancellationToken);
        // Unlike a job it cannot be found again: were this program killed now, the token would end by itself.
        var token = await context.Client.CreateTokenAsync(stranger, context.Time.GetUtcNow() + TokenLife, cancellationToken);
        try
        {
            return await context.Client.CanReadResultAsync(token, context.Consumer.Address, $"{environments[0].ClusterHash}-{job.BareId}", job.Results[0], cancellationToken);
        }
        finally
        {
            await context.Client.InvalidateTokenAsync(stranger, token, CancellationToken.None);
        }
    }

    private async Task<IReadOnlyDictionary<AssetRole, string>> OrderAsync(ProbeAssets assets, CancellationToken cancellationToken)
    {
        var quote = await context.Client.InitializeAsync(assets.QuoteBody(context.Consumer.Address), cancellationToken);
        var desk = new OrderDesk(context, trail);
        return new Dictionary<AssetRole, string>
        {
            [AssetRole.Model] = await desk.OrderAsync(assets.Model, (quote["datasets"] as JsonArray)?[0] as JsonObject ?? [], cancellationToken),
            [AssetRole.Algorithm] = await desk.OrderAsync(assets.Algorithm, quote["algorithm"] as JsonObject ?? [], cancellationToken),
        };
    }

    private async Task<bool> OrderAtEndOfLifeAsync(ProbeAssets assets, CancellationToken cancellationToken)
    {
        var publisher = new AssetPublisher(context, trail);
        await publisher.SetStateAsync(assets.Model.Nft, AssetState.EndOfLife, cancellationToken);
        await publisher.WaitForIndexAsync(assets.Model.Did, ddo => (int?)ddo?["indexedMetadata"]?["nft"]?["state"] == (int)AssetState.EndOfLife, cancellationToken);
        return (await new Buyer(context, assets).LookAsync(cancellationToken)).IsQuoted;
    }
}
