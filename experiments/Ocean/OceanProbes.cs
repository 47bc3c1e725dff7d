using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean;

/// <summary>Probes of single properties, on assets of our own.</summary>
internal sealed class OceanProbes(OceanContext context, Standing standing)
{
    private const string Versioning = "versioning";

    private readonly List<ProbeStep> steps = [];

    public static IReadOnlyList<string> Names { get; } = [Versioning];

    public Task<ProbeResult> RunAsync(string probe, ExperimentRun run, CancellationToken cancellationToken) => probe switch
    {
        Versioning => VersioningAsync(run, cancellationToken),
        _ => throw new NetworkException(NetworkErrorKind.Rejected, $"The ocean driver has no probe '{probe}': take one of {string.Join(", ", Names)}."),
    };

    /// <summary>A model becomes version 2 under the same DID, ends its life, is closed to orders, deprecated, restored and revoked; what a buyer sees at each step.</summary>
    private async Task<ProbeResult> VersioningAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var deploy = new OceanDeploy(context, standing);
        var publisher = new AssetPublisher(context, new MoneyTrail(context));
        var probed = run with { Experiment = $"{run.Experiment}-versioning" };
        var (algorithm, draft) = await deploy.PublishAlgorithmAsync(publisher, probed, new OceanOptions(), cancellationToken);
        var first = draft(AssetRole.Model, "Model v1", run.Model, 0, [algorithm.Trust]);
        var created = context.Time.GetUtcNow();
        var asset = await deploy.PublishAsync(publisher, first, run.Journal, cancellationToken);
        var buyer = new Buyer(context, run, algorithm.Asset, asset);

        await StepAsync("publish version 1", () => Task.CompletedTask, buyer, cancellationToken);
        await StepAsync("update to version 2", () => publisher.DescribeAsync(first with { Description = "Model v2" }, asset.Nft, asset.Datatoken, created, cancellationToken), buyer, cancellationToken);
        await StateStepAsync("end of life", AssetState.EndOfLife, publisher, asset, buyer, cancellationToken);
        await StateStepAsync("disable ordering", AssetState.OrderingDisabled, publisher, asset, buyer, cancellationToken);
        await StateStepAsync("deprecate", AssetState.Deprecated, publisher, asset, buyer, cancellationToken);
        // Version 3.2.0 loses an asset whose state goes back to 0; describing it again from state 2 restores it.
        await StepAsync("describe again", () => publisher.DescribeAsync(first with { Description = "Model v2" }, asset.Nft, asset.Datatoken, created, cancellationToken), buyer, cancellationToken);
        await StateStepAsync("revoke", AssetState.Revoked, publisher, asset, buyer, cancellationToken);
        return new ProbeResult(
            Versioning, "management", steps,
            "A new version is a new metadata transaction under the same DID; the node keeps the newest only, older ones stay in the chain's events. Revoking blocks new orders and does not recall results.");
    }

    private Task StateStepAsync(string name, AssetState state, AssetPublisher publisher, PublishedAsset asset, Buyer buyer, CancellationToken cancellationToken) => StepAsync(
        name,
        async () =>
        {
            await publisher.SetStateAsync(asset.Nft, state, cancellationToken);
            await publisher.WaitForIndexAsync(asset.Did, ddo => (int?)ddo?["indexedMetadata"]?["nft"]?["state"] == (int)state, cancellationToken);
        },
        buyer,
        cancellationToken);

    private async Task StepAsync(string name, Func<Task> change, Buyer buyer, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        await change();
        var seen = await buyer.LookAsync(cancellationToken);
        steps.Add(new ProbeStep(name, true, seen, context.Time.GetElapsedTime(started)));
    }

    /// <summary>What somebody who wants to use the asset sees of it.</summary>
    private sealed class Buyer(OceanContext context, ExperimentRun run, PublishedAsset algorithm, PublishedAsset model)
    {
        public async Task<string> LookAsync(CancellationToken cancellationToken)
        {
            var ddo = await context.Client.FindDdoAsync(model.Did, cancellationToken);
            var description = ddo is null ? "The node serves nothing under the DID"
                : (string?)ddo["version"] == "deprecated" ? "The node serves only a stub marked deprecated"
                : $"The node serves '{(string?)ddo["metadata"]?["description"]}' under the same DID";
            return $"{description}; {await OrderAsync(cancellationToken)}.";
        }

        private async Task<string> OrderAsync(CancellationToken cancellationToken)
        {
            try
            {
                await context.Client.InitializeAsync(await BodyAsync(cancellationToken), cancellationToken);
                return "an order is quoted";
            }
            catch (NetworkException exception) when (exception.Kind is NetworkErrorKind.Rejected or NetworkErrorKind.Unauthorized)
            {
                return $"an order is refused: {exception.Message}";
            }
        }

        private async Task<JsonObject> BodyAsync(CancellationToken cancellationToken)
        {
            var offers = await context.Client.GetEnvironmentsAsync(context.Addresses.ChainId, cancellationToken);
            var environment = EnvironmentChoice.Choose(offers, run.Spec.Resources, new OceanOptions(), context.Addresses.Ocean);
            return new JsonObject
            {
                ["datasets"] = new JsonArray(new JsonObject { ["documentId"] = model.Did, ["serviceId"] = model.ServiceId }),
                ["algorithm"] = new JsonObject { ["documentId"] = algorithm.Did, ["serviceId"] = algorithm.ServiceId },
                ["environment"] = environment.Id,
                ["consumerAddress"] = context.Consumer.Address,
                ["maxJobDuration"] = environment.MinJobSeconds,
                ["payment"] = new JsonObject { ["chainId"] = context.Addresses.ChainId, ["token"] = context.Addresses.Ocean, ["resources"] = new JsonArray() },
            };
        }
    }
}
