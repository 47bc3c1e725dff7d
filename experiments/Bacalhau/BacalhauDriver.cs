using System.Globalization;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Bacalhau;

/// <summary>The <c>bacalhau</c> driver: jobs on a Bacalhau orchestrator.</summary>
public static class BacalhauDriver
{
    // Also the most nodes of a devnet.
    private const int MostPartitions = 64;

    /// <summary>How the program knows it.</summary>
    public static NetworkDriver Registration { get; } = new()
    {
        Name = "bacalhau",
        Description = "A Bacalhau orchestrator, self-hosted or shared, by its HTTP API.",
        Settings = typeof(BacalhauSettings),
        Options = typeof(BacalhauOptions),
        Capabilities = CapabilitiesFor(MostPartitions),
        HasDevnet = true,
        DevnetOptions = DevnetOptionsFor,
        Preview = BacalhauPreview.Of,
        Create = Create,
    };

    /// <summary>What can be done on a network of so many nodes.</summary>
    internal static Capabilities CapabilitiesFor(int nodes) => new()
    {
        JobTypes = [JobType.Batch, JobType.Service],
        ModelDelivery = [ModelDelivery.Url, ModelDelivery.Image, ModelDelivery.Inline],
        MaxPartitions = nodes,
        NeedsReach = true,
        Unsupported = new Dictionary<string, string>
        {
            ["mount"] = "A job reads a folder of its node only where the node's operator allows that path: deliver the model by url, image or inline.",
            ["asset"] = "Bacalhau has no market for models.",
            ["partitions"] = nodes == 1
                ? "A job runs once per node at most, and this network has one node (settings.nodes)."
                : $"A job runs once per node at most, and this network has {nodes} nodes (settings.nodes).",
            ["gpu"] = "The worker image holds the CPU build of ONNX Runtime.",
        },
    };

    // The usual number needs no word, so that a network by other means (driver http, devnet bacalhau) shares the devnet.
    private static Dictionary<string, string> DevnetOptionsFor(object settings) => settings is BacalhauSettings { Nodes: not BacalhauSettings.UsualNodes and var nodes }
        ? new() { ["nodes"] = Math.Min(nodes, MostPartitions).ToString(CultureInfo.InvariantCulture) }
        : [];

    private static BacalhauNetwork Create(NetworkEndpoint endpoint, NetworkServices services)
    {
        var settings = (BacalhauSettings)Registration.BindSettings(JsonNode.Parse(endpoint.Settings)?.AsObject());
        return settings.CaFile is { } file
            ? new BacalhauNetwork(endpoint, settings, services, TrustedAuthority.ClientFor(file), ownsHttp: true)
            : new BacalhauNetwork(endpoint, settings, services, services.Http, ownsHttp: false);
    }
}
