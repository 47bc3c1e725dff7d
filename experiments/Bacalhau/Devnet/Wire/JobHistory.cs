using System.Text.Json.Serialization;

namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>One line of a job's history.</summary>
internal sealed record JobHistory
{
    public required ulong SeqNum { get; init; }
    public required string Type { get; init; }
    public required string JobID { get; init; }
    public required ulong JobVersion { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExecutionID { get; init; }

    public required HistoryEvent Event { get; init; }
    public required string Time { get; init; }

    /// <summary>Only for clients older than 1.5, and always empty.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? JobState { get; init; }

    /// <inheritdoc cref="JobState"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? ExecutionState { get; init; }
}

internal sealed record HistoryEvent(
    string Message,
    string Topic,
    string Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Details);

internal static class Topics
{
    public const string Submission = "Submission";
    public const string StateUpdate = "State Update";
    public const string Queueing = "Queueing";
    public const string Scheduling = "Scheduling";
    public const string JobTimeout = "Job Timeout";
    public const string Scanning = "Exec Scanning";
    public const string Execution = "Execution";
    public const string Running = "Running Execution";
    public const string Publishing = "Publishing Results";
}
