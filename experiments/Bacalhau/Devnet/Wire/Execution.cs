using System.Text.Json.Serialization;

namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>One try of one partition on one node, as the API shows it.</summary>
internal sealed record Execution
{
    public required string ID { get; init; }
    public required string Namespace { get; init; }
    public required string EvalID { get; init; }
    public string Name { get; init; } = "";
    public required string NodeID { get; init; }
    public required string JobID { get; init; }

    /// <summary>The job as it was when this execution was made.</summary>
    public required Job Job { get; init; }

    public required ulong JobVersion { get; init; }
    public AllocatedResources AllocatedResources { get; } = new();
    public ExecutionState DesiredState { get; init; } = new(DesiredStates.Pending);
    public ExecutionState ComputeState { get; init; } = new(ComputeStates.New);
    public PublishedResult PublishedResult { get; init; } = new("");
    public RunOutput RunOutput { get; init; } = RunOutput.Empty;
    public string PreviousExecution { get; init; } = "";
    public string NextExecution { get; init; } = "";
    public string FollowupEvalID { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PartitionIndex { get; init; }

    public ulong Revision { get; init; } = 1;
    public required long CreateTime { get; init; }
    public required long ModifyTime { get; init; }

    [JsonIgnore]
    public bool IsTerminal => ComputeState.StateType
        is ComputeStates.Completed or ComputeStates.Failed or ComputeStates.Cancelled or ComputeStates.AskForBidRejected or ComputeStates.BidRejected;

    /// <summary>Failed, refused or stopped: it does not count, and its log is not the default one.</summary>
    [JsonIgnore]
    public bool IsDiscarded => IsTerminal && ComputeState.StateType != ComputeStates.Completed;
}

internal sealed record AllocatedResources
{
    public IReadOnlyDictionary<string, string> Tasks { get; } = new Dictionary<string, string>();
}

internal sealed record ExecutionState(
    int StateType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null);

internal sealed record PublishedResult(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Params = null);

/// <summary>What the API shows of the output: 2 KB of each stream.</summary>
internal sealed record RunOutput(
    string Stdout,
    bool StdoutTruncated,
    [property: JsonPropertyName("stderr")] string Stderr,
    bool StderrTruncated,
    long ExitCode,
    string ErrorMsg)
{
    public static RunOutput Empty { get; } = new("", false, "", false, 0, "");
}

internal static class ComputeStates
{
    public const int New = 1;
    public const int AskForBidAccepted = 3;
    public const int AskForBidRejected = 4;
    public const int BidAccepted = 5;
    public const int BidRejected = 8;
    public const int Completed = 9;
    public const int Failed = 10;
    public const int Cancelled = 11;
}

internal static class DesiredStates
{
    public const int Pending = 0;
    public const int Running = 1;
    public const int Stopped = 2;
}
