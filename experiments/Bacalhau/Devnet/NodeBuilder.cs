using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Wire;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau;

/// <summary>Puts compute nodes together.</summary>
internal sealed class NodeBuilder(
    DevnetSettings settings,
    BacalhauDevnetOptions options,
    ImageRegistry images,
    IWorkRunner runner,
    FaultInjector faults,
    IComputeReports reports,
    DevnetActivity activity,
    HttpClient http)
{
    private static readonly string[] Zones = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"];

    private readonly PortAllocator ports = new(options.PortRange.First, options.PortRange.Last);

    /// <summary>How many nodes there are; those that lie or get lost are counted from the last.</summary>
    public required Func<int> Count { get; init; }

    /// <summary>Ends a node as if its process had been killed.</summary>
    public required Action<ComputeNode> Lose { get; init; }

    /// <summary>Labels of one of the nodes that are there from the start.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(BacalhauDevnetOptions options, int index) => index < options.Labels.Count
        ? options.Labels[index]
        : new Dictionary<string, string> { ["zone"] = index < Zones.Length ? Zones[index] : $"zone-{index}" };

    /// <summary>A node with the file server of its publisher.</summary>
    public async Task<ComputeNode> BuildAsync(string id, int index, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(settings.StateFolder, id)).FullName;
        var docker = (runner as DockerWorkRunner)?.Client;
        return new ComputeNode(id, new ComputeNodeParts
        {
            Folder = folder,
            Labels = labels,
            Capacity = CapacityOf(folder),
            Runner = runner,
            Images = new ImageCheck(images, docker, http),
            Inputs = new InputPreparer(new UrlInput(http, options.Timing, settings.Time), options.AllowedPaths),
            Environment = new TaskEnvironment(options.AllowedVariables),
            Ports = ports,
            Publisher = await LocalPublisher.StartAsync(Path.Combine(folder, "local-publisher"), faults, settings.Time, activity, cancellationToken),
            Reports = reports,
            Faults = faults,
            Defects = options.Defects,
            Timing = options.Timing,
            Time = settings.Time,
            Activity = activity,
            Lies = () => index >= Count() - faults.Plan.LyingNodes,
            BeganWork = node => LoseIfAsked(node, index),
        });
    }

    private NodeResources CapacityOf(string folder)
    {
        var machine = MachineResources.Offered(folder);
        return machine with { CPU = options.NodeCpu ?? machine.CPU, Memory = options.NodeMemory ?? machine.Memory };
    }

    private void LoseIfAsked(ComputeNode node, int index)
    {
        if (index >= Count() - faults.Plan.LostNodes)
            Lose(node);
    }
}
