using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Payments;
using Survey.Experiments.Running;

namespace Survey.Experiments.Ocean;

/// <summary>Makes the draft of an asset of one run.</summary>
internal delegate AssetDraft Drafting(AssetRole role, string description, FileArtifact file, decimal price, IReadOnlyList<TrustedAlgorithm> trusted);

/// <summary>Deploy: the algorithm, the model and the dataset become assets; model and dataset trust the algorithm by its checksums.</summary>
internal sealed class OceanDeploy(OceanContext context, Standing standing)
{
    public const string AssetsProperty = "assets";
    public const string ContainerProperty = "container";
    public const string FromBlockProperty = "fromBlock";

    public async Task<Deployment> RunAsync(ExperimentRun run, OceanOptions options, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        var trail = new MoneyTrail(context);
        var publisher = new AssetPublisher(context, trail);
        var fromBlock = await context.Chain.GetBlockNumberAsync();
        var ((algorithm, trust), draft) = await PublishAlgorithmAsync(publisher, run, options, cancellationToken);
        var model = await PublishAsync(publisher, draft(AssetRole.Model, "Model weights (ONNX)", run.Model, options.Free ? 0 : options.ModelPrice, [trust]), run.Journal, cancellationToken);
        var dataset = await PublishAsync(publisher, draft(AssetRole.Dataset, "Images to predict", run.Inputs, 0, [trust]), run.Journal, cancellationToken);
        return new Deployment(
            model.Did,
            null,
            new Dictionary<string, string>
            {
                [AssetsProperty] = JsonSerializer.Serialize<PublishedAsset[]>([algorithm, model, dataset]),
                [ContainerProperty] = CanonicalJson.Write(WorkerContainer.Of(run, standing)),
                [FromBlockProperty] = fromBlock.ToString(CultureInfo.InvariantCulture),
            },
            Clocks.None.With("publish", context.Time.GetElapsedTime(started)),
            trail.Payments);
    }

    /// <summary>Publishes the algorithm of a run, with what others need to trust it, and the way to draft further assets.</summary>
    public async Task<((PublishedAsset Asset, TrustedAlgorithm Trust) Algorithm, Drafting Draft)> PublishAlgorithmAsync(
        AssetPublisher publisher, ExperimentRun run, OceanOptions options, CancellationToken cancellationToken)
    {
        var container = WorkerContainer.Of(run, standing);
        AssetDraft Draft(AssetRole role, string description, FileArtifact file, decimal price, IReadOnlyList<TrustedAlgorithm> trusted) => new(
            role, $"{run.RunId}-{run.Experiment}-{role.ToString().ToLowerInvariant()}", description, FileOf(file), price, (long)options.OrderLifetime.TotalSeconds,
            role == AssetRole.Algorithm ? container : null, trusted);

        // The node wants a file for every algorithm, although all the code is in the image. The dataset is free, so its file gives nothing away.
        var draft = Draft(AssetRole.Algorithm, "ONNX batch inference", run.Inputs, 0, []);
        var asset = await PublishAsync(publisher, draft, run.Journal, cancellationToken);
        var trust = new TrustedAlgorithm(
            asset.Did, await context.Client.GetChecksumAsync(draft.File, cancellationToken),
            AssetIds.ContainerChecksum((string)container["entrypoint"]!, (string)container["checksum"]!), asset.ServiceId);
        return ((asset, trust), Draft);
    }

    public async Task<PublishedAsset> PublishAsync(AssetPublisher publisher, AssetDraft draft, IExperimentJournal journal, CancellationToken cancellationToken)
    {
        var resource = OceanResources.ForAsset(draft, await context.Chain.GetBlockNumberAsync());
        var ticket = await journal.IntendAsync(resource, cancellationToken);
        var (nft, datatoken) = await publisher.CreateAsync(draft, cancellationToken);
        await journal.CreatedAsync(ticket, resource with { Id = nft }, cancellationToken);
        return await publisher.DescribeAsync(draft, nft, datatoken, context.Time.GetUtcNow(), cancellationToken);
    }

    private static JsonObject FileOf(FileArtifact file)
    {
        WorkerContainer.NameOf(file);
        return new JsonObject { ["type"] = "url", ["url"] = file.Url!.ToString(), ["method"] = "GET" };
    }
}
