using Survey.Devnets.Bacalhau.Wire;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>What a compute node is made of.</summary>
internal sealed record ComputeNodeParts
{
    /// <summary>Its own folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Labels besides those every node has.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>What it offers.</summary>
    public required NodeResources Capacity { get; init; }

    public required IWorkRunner Runner { get; init; }
    public required ImageCheck Images { get; init; }
    public required InputPreparer Inputs { get; init; }
    public required TaskEnvironment Environment { get; init; }
    public required PortAllocator Ports { get; init; }
    public required LocalPublisher Publisher { get; init; }
    public required IComputeReports Reports { get; init; }
    public required FaultInjector Faults { get; init; }
    public required BacalhauDefects Defects { get; init; }
    public required BacalhauTiming Timing { get; init; }
    public required TimeProvider Time { get; init; }
    public required DevnetActivity Activity { get; init; }

    /// <summary>Whether its results carry changed predictions.</summary>
    public required Func<bool> Lies { get; init; }

    /// <summary>Called once it has begun its first piece of work.</summary>
    public required Action<ComputeNode> BeganWork { get; init; }
}
