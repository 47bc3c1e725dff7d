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
internal sealed class OceanDeploy(OceanContext context, MoneyTrail trail)
{
    public const string AssetsProperty = "assets";
    public const string ContainerProperty = "container";
    public const string FromBlockProperty = "fromBlock";
    public const string HostedProperty = "hosted";

    public async Task<Deployment> RunAsync(ExperimentRun run, OceanOptions options, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        var publisher = new AssetPublisher(context, trail);
        var fromBlock = await context.Chain.GetBlockNumberAsync();
        var ((algorithm, trust), draft) = await PublishAlgorithmAsync(publisher, run, options, cancellationToken);
        var model = await PublishAsync(publisher, ModelOf(run, options, draft, trust), run.Journal, cancellationToken);
        var dataset = await PublishAsync(publisher, DatasetOf(run, draft, trust), run.Journal, cancellationToken);
        return new Deployment(
            model.Did,
            null,
            new Dictionary<string, string>
            {
                [AssetsProperty] = JsonSerializer.Serialize<PublishedAsset[]>([algorithm, model, dataset]),
                [ContainerProperty] = CanonicalJson.Write(WorkerContainer.Of(run, context.Standing)),
                [FromBlockProperty] = fromBlock.ToString(CultureInfo.InvariantCulture),
                [HostedProperty] = HostedAt(run),
            },
            Clocks.None.With("publish", context.Time.GetElapsedTime(started)),
            trail.Take());
    }

    /// <summary>
    /// Describes the assets anew when model and inputs are hosted elsewhere than at Deploy: a local host ends with its command, and Invoke may
    /// be another one. Contents and command stay the same, and with them the checksums that are trusted.
    /// </summary>
    public async Task FollowHostingAsync(ExperimentRun run, Deployment deployment, OceanOptions options, CancellationToken cancellationToken)
    {
        if (deployment.Properties[HostedProperty] == HostedAt(run))
            return;
        var assets = JsonSerializer.Deserialize<PublishedAsset[]>(deployment.Properties[AssetsProperty])!.ToDictionary(asset => asset.Role);
        var publisher = new AssetPublisher(context, trail);
        var draft = Drafts(run, options);
        await DescribeAsync(AlgorithmOf(run, draft));
        var trust = await TrustAsync(AlgorithmOf(run, draft), assets[AssetRole.Algorithm], cancellationToken);
        await DescribeAsync(ModelOf(run, options, draft, trust));
        await DescribeAsync(DatasetOf(run, draft, trust));

        Task DescribeAsync(AssetDraft asset) =>
            publisher.DescribeAsync(asset, assets[asset.Role].Nft, assets[asset.Role].Datatoken, context.Time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Publishes the algorithm of a run, with what others need to trust it, and the way to draft further assets.</summary>
    public async Task<((PublishedAsset Asset, TrustedAlgorithm Trust) Algorithm, Drafting Draft)> PublishAlgorithmAsync(
        AssetPublisher publisher, ExperimentRun run, OceanOptions options, CancellationToken cancellationToken)
    {
        var draft = Drafts(run, options);
        var algorithm = AlgorithmOf(run, draft);
        var asset = await PublishAsync(publisher, algorithm, run.Journal, cancellationToken);
        return ((asset, await TrustAsync(algorithm, asset, cancellationToken)), draft);
    }

    public async Task<PublishedAsset> PublishAsync(AssetPublisher publisher, AssetDraft draft, IExperimentJournal journal, CancellationToken cancellationToken)
    {
        var resource = OceanResources.ForAsset(draft, await context.Chain.GetBlockNumberAsync());
        var ticket = await journal.IntendAsync(resource, cancellationToken);
        var (nft, datatoken) = await publisher.CreateAsync(draft, cancellationToken);
        await journal.CreatedAsync(ticket, resource with { Id = nft }, cancellationToken);
        return await publisher.DescribeAsync(draft, nft, datatoken, context.Time.GetUtcNow(), cancellationToken);
    }

    private Drafting Drafts(ExperimentRun run, OceanOptions options)
    {
        var container = WorkerContainer.Of(run, context.Standing);
        return (role, description, file, price, trusted) => new AssetDraft(
            role, $"{run.RunId}-{run.Experiment}-{role.ToString().ToLowerInvariant()}", description, FileOf(file), price, (long)options.OrderLifetime.TotalSeconds,
            role == AssetRole.Algorithm ? container : null, trusted);
    }

    private async Task<TrustedAlgorithm> TrustAsync(AssetDraft draft, PublishedAsset asset, CancellationToken cancellationToken) => new(
        asset.Did,
        await context.Client.GetChecksumAsync(draft.File, cancellationToken),
        AssetIds.ContainerChecksum((string)draft.Container!["entrypoint"]!, (string)draft.Container["checksum"]!),
        asset.ServiceId);

    // The node wants a file for every algorithm, although all the code is in the image. The dataset is free, so its file gives nothing away.
    private static AssetDraft AlgorithmOf(ExperimentRun run, Drafting draft) => draft(AssetRole.Algorithm, "ONNX batch inference", run.Inputs, 0, []);

    private static AssetDraft ModelOf(ExperimentRun run, OceanOptions options, Drafting draft, TrustedAlgorithm trust) =>
        draft(AssetRole.Model, "Model weights (ONNX)", run.Model, options.Free ? 0 : options.ModelPrice, [trust]);

    private static AssetDraft DatasetOf(ExperimentRun run, Drafting draft, TrustedAlgorithm trust) => draft(AssetRole.Dataset, "Images to predict", run.Inputs, 0, [trust]);

    // The addresses themselves are secrets of the run.
    private static string HostedAt(ExperimentRun run) => AssetIds.Sha256($"{run.Model.Url} {run.Inputs.Url}");

    private static JsonObject FileOf(FileArtifact file)
    {
        WorkerContainer.NameOf(file);
        return new JsonObject { ["type"] = "url", ["url"] = file.Url!.ToString(), ["method"] = "GET" };
    }
}
