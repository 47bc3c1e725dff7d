using System.Security.Cryptography.X509Certificates;
using Survey.Devnets.Bacalhau.Api;

namespace Survey.Devnets.Bacalhau;

/// <summary>What the Bacalhau devnet can be asked for besides what all devnets have.</summary>
public sealed record BacalhauDevnetOptions
{
    /// <summary>Compute nodes; one of them is also the orchestrator.</summary>
    public int Nodes { get; init; } = 4;

    /// <summary>Id of the orchestrator's node; absent: a new one at every start.</summary>
    public string? OrchestratorId { get; init; }

    /// <summary>Delays; as recorded from a real node unless a test scales them down.</summary>
    public BacalhauTiming Timing { get; init; } = new();

    /// <summary>Defects of the real software to show.</summary>
    public BacalhauDefects Defects { get; init; } = BacalhauDefects.None;

    /// <summary>Users; none means that everybody may do everything.</summary>
    public IReadOnlyList<BacalhauUser> Users { get; init; } = [];

    /// <summary>Certificate of the API, for TLS; null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Labels of the nodes, in order; the rest is called after the Greek alphabet in the label <c>zone</c>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Labels { get; init; } = [];

    /// <summary>Labels of nodes that have joined but wait for approval.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> PendingNodes { get; init; } = [];

    /// <summary>Cores that each node offers; null for four fifths of this machine's.</summary>
    public double? NodeCpu { get; init; }

    /// <summary>Memory in bytes that each node offers; null for four fifths of this machine's.</summary>
    public ulong? NodeMemory { get; init; }

    /// <summary>First and last port given to services that ask for none.</summary>
    public (int First, int Last) PortRange { get; init; } = (20000, 32000);

    /// <summary>Paths of this machine that jobs may use as inputs; <c>/**</c> and <c>:rw</c> as in the real configuration.</summary>
    public IReadOnlyList<string> AllowedPaths { get; init; } = [];

    /// <summary>Patterns of variables of this machine that jobs may ask for.</summary>
    public IReadOnlyList<string> AllowedVariables { get; init; } = [];

    /// <summary>Seed of everything that is left to chance: which node comes first.</summary>
    public int Seed { get; init; } = 1;
}
