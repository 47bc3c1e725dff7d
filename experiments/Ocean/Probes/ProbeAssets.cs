using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Node;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean.Probes;

/// <summary>An algorithm and a model that a probe publishes for itself, and how they are asked for.</summary>
internal sealed class ProbeAssets(OceanContext context, EnvironmentOffer environment, JsonObject container)
{
    public required PublishedAsset Algorithm { get; init; }

    public required PublishedAsset Model { get; init; }

    /// <summary>The model as it was published, for describing it anew.</summary>
    public required AssetDraft Draft { get; init; }

    /// <summary>When it was published first.</summary>
    public required DateTimeOffset Created { get; init; }

    public EnvironmentOffer Environment => environment;

    public static async Task<ProbeAssets> PublishAsync(
        OceanContext context, MoneyTrail trail, ExperimentRun run, string name, string description, decimal price, CancellationToken cancellationToken)
    {
        var probed = run with { Experiment = $"{run.Experiment}-{name}" };
        var options = (OceanOptions)run.Options;
        var environment = EnvironmentChoice.Choose(await context.Client.GetEnvironmentsAsync(context.Addresses.ChainId, cancellationToken), run.Spec.Resources, options, context.Addresses.Ocean);
        var deploy = new OceanDeploy(context, trail);
        var publisher = new AssetPublisher(context, trail);
        var (algorithm, draft) = await deploy.PublishAlgorithmAsync(publisher, probed, options, cancellationToken);
        var model = draft(AssetRole.Model, description, run.Model, price, [algorithm.Trust]);
        var created = context.Time.GetUtcNow();
        return new ProbeAssets(context, environment, WorkerContainer.Of(run, context.Standing))
        {
            Algorithm = algorithm.Asset,
            Draft = model,
            Created = created,
            Model = await deploy.PublishAsync(publisher, model, run.Journal, cancellationToken),
        };
    }

    /// <summary>The body of a quote for a job over the model.</summary>
    public JsonObject QuoteBody(string consumer)
    {
        var body = Body(new Dictionary<AssetRole, string>());
        body["consumerAddress"] = consumer;
        body["payment"] = new JsonObject { ["chainId"] = context.Addresses.ChainId, ["token"] = context.Addresses.Ocean, ["resources"] = new JsonArray() };
        return body;
    }

    /// <summary>The body of a start; a free one without payment. What starts is marked, so that it is found again.</summary>
    public JsonObject StartBody(IReadOnlyDictionary<AssetRole, string> orders, bool isFree, string runId, string experiment, string attempt)
    {
        var body = Body(orders);
        body["resources"] = new JsonArray(new JsonObject { ["id"] = "cpu", ["amount"] = 1 }, new JsonObject { ["id"] = "ram", ["amount"] = 1 });
        body["metadata"] = new JsonObject { ["run"] = runId, ["experiment"] = experiment, ["attempt"] = attempt };
        if (!isFree)
            body["payment"] = new JsonObject { ["chainId"] = context.Addresses.ChainId, ["token"] = context.Addresses.Ocean };
        return body;
    }

    private JsonObject Body(IReadOnlyDictionary<AssetRole, string> orders)
    {
        var algorithm = Entry(Algorithm, orders);
        algorithm["meta"] = new JsonObject { ["language"] = "onnx", ["version"] = "1.0", ["container"] = container.DeepClone() };
        return new JsonObject
        {
            ["datasets"] = new JsonArray(Entry(Model, orders)),
            ["algorithm"] = algorithm,
            ["environment"] = environment.Id,
            ["maxJobDuration"] = Math.Max(environment.MinJobSeconds, 10),
        };
    }

    private static JsonObject Entry(PublishedAsset asset, IReadOnlyDictionary<AssetRole, string> orders)
    {
        var entry = new JsonObject { ["documentId"] = asset.Did, ["serviceId"] = asset.ServiceId };
        if (orders.TryGetValue(asset.Role, out var transaction))
            entry["transferTxId"] = transaction;
        return entry;
    }
}
