using System.Text.Json.Serialization;

namespace Survey.Devnets.Bacalhau.Wire;

internal sealed record NodeState(NodeInfo Info, string Membership, string Connection, ConnectionState ConnectionState);

internal sealed record ConnectionState
{
    public required string Status { get; init; }
    public required string LastHeartbeat { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ulong LastComputeSeqNum { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ulong LastOrchestratorSeqNum { get; init; }

    public required string ConnectedSince { get; init; }
    public string DisconnectedSince { get; init; } = WireTime.Never;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastError { get; init; }
}

internal sealed record NodeInfo(
    string NodeID,
    string NodeType,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> SupportedProtocols,
    ComputeNodeInfo ComputeNodeInfo,
    VersionInfo BacalhauVersion);

internal sealed record ComputeNodeInfo
{
    public required IReadOnlyList<string> ExecutionEngines { get; init; }
    public required IReadOnlyList<string> Publishers { get; init; }
    public required IReadOnlyList<string> StorageSources { get; init; }
    public required NodeResources MaxCapacity { get; init; }
    public required NodeResources QueueCapacity { get; init; }
    public required NodeResources AvailableCapacity { get; init; }
    public required NodeResources MaxJobRequirements { get; init; }
    public int RunningExecutions { get; init; }
    public int EnqueuedExecutions { get; init; }

    [JsonPropertyName("address")]
    public string Address { get; init; } = "127.0.0.1";
}

/// <summary>Cores, bytes, bytes and a number of devices; zeros are left out.</summary>
internal sealed record NodeResources
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double CPU { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ulong Memory { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ulong Disk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ulong GPU { get; init; }

    public static NodeResources None { get; } = new();

    public NodeResources Plus(NodeResources other) => new()
    {
        CPU = CPU + other.CPU,
        Memory = Memory + other.Memory,
        Disk = Disk + other.Disk,
        GPU = GPU + other.GPU,
    };

    public NodeResources Minus(NodeResources other) => new()
    {
        CPU = Math.Max(0, CPU - other.CPU),
        Memory = Less(Memory, other.Memory),
        Disk = Less(Disk, other.Disk),
        GPU = Less(GPU, other.GPU),
    };

    public NodeResources Times(double factor) => new()
    {
        CPU = CPU * factor,
        Memory = (ulong)(Memory * factor),
        Disk = (ulong)(Disk * factor),
        GPU = (ulong)(GPU * factor),
    };

    public bool FitsInto(NodeResources room) =>
        CPU <= room.CPU + 1e-9 && Memory <= room.Memory && Disk <= room.Disk && GPU <= room.GPU;

    private static ulong Less(ulong left, ulong right) => left > right ? left - right : 0;
}

internal sealed record VersionInfo(
    string Major, string Minor, string GitVersion, string GitCommit, string BuildDate, string GOOS, string GOARCH);
