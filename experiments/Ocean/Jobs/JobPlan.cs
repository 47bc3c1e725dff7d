using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Node;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>A job to run: the environment, the assets with their orders, and how the worker is called.</summary>
internal sealed record JobPlan
{
    public required ExperimentRun Run { get; init; }

    public required OceanOptions Options { get; init; }

    public required EnvironmentOffer Environment { get; init; }

    public required IReadOnlyList<PublishedAsset> Assets { get; init; }

    public required JsonObject Container { get; init; }

    /// <summary>Marks the job, so that it is found again when the answer to its start was lost.</summary>
    public required string Attempt { get; init; }

    public int Seconds => (int)Math.Ceiling(Options.MaxDuration.TotalSeconds);

    /// <summary>What is asked of the environment, in its own units: whole cores, GB.</summary>
    public JsonArray Resources() => new(
        new JsonObject { ["id"] = "cpu", ["amount"] = (int)Math.Max(1, Math.Ceiling(Run.Spec.Resources.Cpu)) },
        new JsonObject { ["id"] = "ram", ["amount"] = (int)Math.Max(1, Math.Ceiling(Run.Spec.Resources.MemoryMiB / 1024.0)) });

    public PublishedAsset Asset(AssetRole role) => Assets.Single(asset => asset.Role == role);

    /// <summary>The body of a start; without orders for a free job.</summary>
    public JsonObject StartBody(IReadOnlyDictionary<AssetRole, string> orders, long chainId, string token)
    {
        var body = new JsonObject
        {
            ["environment"] = Environment.Id,
            ["datasets"] = new JsonArray(Entry(AssetRole.Model, orders), Entry(AssetRole.Dataset, orders)),
            ["algorithm"] = Algorithm(orders),
            ["resources"] = Resources(),
            ["maxJobDuration"] = Seconds,
            ["metadata"] = new JsonObject { ["run"] = Run.RunId, ["experiment"] = Run.Experiment, ["attempt"] = Attempt },
        };
        if (!Options.Free)
            body["payment"] = new JsonObject { ["chainId"] = chainId, ["token"] = token };
        return body;
    }

    /// <summary>The body of a quote. The resources stand inside the payment here, and beside it in a start.</summary>
    public JsonObject QuoteBody(IReadOnlyDictionary<AssetRole, string> orders, string consumer, long chainId, string token) => new()
    {
        ["datasets"] = new JsonArray(Entry(AssetRole.Model, orders), Entry(AssetRole.Dataset, orders)),
        ["algorithm"] = Algorithm(orders),
        ["environment"] = Environment.Id,
        ["consumerAddress"] = consumer,
        ["maxJobDuration"] = Seconds,
        ["payment"] = new JsonObject { ["chainId"] = chainId, ["token"] = token, ["resources"] = Resources() },
    };

    // The container goes along always: for a free job the node does not take it from the asset.
    private JsonObject Algorithm(IReadOnlyDictionary<AssetRole, string> orders)
    {
        var entry = Entry(AssetRole.Algorithm, orders);
        entry["meta"] = new JsonObject { ["language"] = "onnx", ["version"] = "1.0", ["container"] = Container.DeepClone() };
        return entry;
    }

    private JsonObject Entry(AssetRole role, IReadOnlyDictionary<AssetRole, string> orders)
    {
        var entry = new JsonObject { ["documentId"] = Asset(role).Did, ["serviceId"] = Asset(role).ServiceId };
        if (orders.TryGetValue(role, out var transaction))
            entry["transferTxId"] = transaction;
        return entry;
    }
}
