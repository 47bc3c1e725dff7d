using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Survey.Experiments.Bacalhau;

// Answers of the orchestrator's API, PascalCase on the wire, as far as the driver reads them.
internal sealed record VersionAnswer(string? GitVersion);

internal sealed record AliveAnswer(string? Status);

internal sealed record NodesAnswer(IReadOnlyList<NodeItem>? Nodes);

internal sealed record NodeItem(NodeInfo Info, string? Membership, ConnectionState? ConnectionState)
{
    public bool TakesWork => Membership == "APPROVED" && ConnectionState?.Status == "CONNECTED";
}

internal sealed record ConnectionState(string? Status);

internal sealed record NodeInfo(string NodeID, IReadOnlyDictionary<string, string>? Labels, ComputeNodeInfo? ComputeNodeInfo);

internal sealed record ComputeNodeInfo(
    IReadOnlyList<string>? ExecutionEngines,
    IReadOnlyList<string>? Publishers,
    IReadOnlyList<string>? StorageSources,
    NodeResources? MaxCapacity);

internal sealed record NodeResources(double CPU, long Memory, long Disk, int GPU, IReadOnlyList<NodeGpu>? GPUs);

internal sealed record NodeGpu(string? Name, string? Vendor);

internal sealed record SubmitAnswer(string JobID, string? EvaluationID, IReadOnlyList<string>? Warnings);

internal sealed record RerunAnswer(string JobID, ulong JobVersion);

internal sealed record DiffAnswer(string? Diff);

internal sealed record JobAnswer(JobItem Job, ExecutionsAnswer? Executions);

internal sealed record JobsAnswer(string? NextToken, IReadOnlyList<JobItem>? Items);

internal sealed record JobItem(string ID, string Name, string? Namespace, string Type, JobState State, ulong Version)
{
    public bool IsTerminal => State.StateType is "Completed" or "Failed" or "Stopped";
}

internal sealed record JobState(string StateType, string? Message);

internal sealed record ExecutionsAnswer(IReadOnlyList<ExecutionItem>? Items);

internal sealed record ExecutionItem(
    string ID,
    string NodeID,
    ulong JobVersion,
    int PartitionIndex,
    ExecutionState ComputeState,
    ResultItem? PublishedResult,
    RunOutput? RunOutput)
{
    public bool IsCompleted => ComputeState.StateType == 9;

    /// <summary>Completed, failed, cancelled, or its bid was refused.</summary>
    public bool IsTerminal => ComputeState.StateType is 4 or 8 or 9 or 10 or 11;

    /// <summary>Its node began it, and it was not stopped: a log of it ends.</summary>
    public bool HasEnded => ComputeState.StateType is 9 or 10;

    /// <summary>A node offered to run it and was not told to. When its job is stopped in that moment it stays so for ever, and nothing runs.</summary>
    public bool IsOnlyOffered => ComputeState.StateType is 3;
}

/// <summary>An execution's state is a number where a job's is a word.</summary>
internal sealed record ExecutionState(int StateType, string? Message);

internal sealed record ResultItem(string? Type, IReadOnlyDictionary<string, string>? Params);

internal sealed record RunOutput(string? Stdout, [property: JsonPropertyName("stderr")] string? Stderr, long ExitCode);

internal sealed record HistoryAnswer(string? NextToken, IReadOnlyList<HistoryItem>? Items);

internal sealed record HistoryItem(ulong SeqNum, string Type, string? ExecutionID, HistoryEvent Event, DateTimeOffset Time);

internal sealed record HistoryEvent(string? Message, string? Topic, IReadOnlyDictionary<string, string>? Details);

internal sealed record ErrorAnswer(string? Message, string? Code, string? Component, string? Hint, string? Error);

internal sealed record LogFrame(LogLine? Value, string? Error);

internal sealed record LogLine(int Type, string? Line);

/// <summary>A submission: the rendered job, and whether an unchanged one is to run again.</summary>
internal sealed record SubmitRequest(JsonObject Job, bool Force);
