using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Docker;

/// <summary>The <c>docker</c> driver: the centralised baseline.</summary>
internal static class DockerDriver
{
    // More of them would measure the machine's scheduler, not a split.
    private const int MostContainers = 16;

    public static NetworkDriver Registration { get; } = new()
    {
        Name = "docker",
        Description = "The machine at hand, by Docker or plain processes: the baseline others are compared with.",
        Settings = typeof(DockerSettings),
        Options = typeof(DockerOptions),
        Capabilities = new Capabilities
        {
            JobTypes = [JobType.Batch, JobType.Service],
            ModelDelivery = [ModelDelivery.Mount, ModelDelivery.Image],
            MaxPartitions = MostContainers,
            Unsupported = new Dictionary<string, string>
            {
                ["url"] = "The model is on the same machine: it is bound into the container (delivery: mount).",
                ["inline"] = "The model is on the same machine: it is bound into the container (delivery: mount).",
                ["asset"] = "One machine has no market for models.",
                ["partitions"] = $"At most {MostContainers} containers run side by side on the one machine.",
                ["gpu"] = "The worker image holds the CPU build of ONNX Runtime.",
            },
        },
        HasDevnet = false,
        Create = Create,
    };

    private static DockerNetwork Create(NetworkEndpoint endpoint, NetworkServices services)
    {
        var settings = DriverValues.Bind(typeof(DockerSettings), JsonNode.Parse(endpoint.Settings) as JsonObject, $"settings of {endpoint.Network}");
        return new DockerNetwork(endpoint, (DockerSettings)settings, services);
    }
}
