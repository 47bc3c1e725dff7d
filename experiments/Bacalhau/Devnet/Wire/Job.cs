using System.Text.Json.Serialization;

namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>A job as the API shows it. Members that Go leaves out when empty are null here when empty.</summary>
internal sealed record Job
{
    public string ID { get; init; } = "";
    public string Name { get; init; } = "";
    public string Namespace { get; init; } = "";
    public string Type { get; init; } = "";
    public long Priority { get; init; }
    public int Count { get; init; }
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];
    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<JobTask> Tasks { get; init; } = [];
    public JobState State { get; init; } = new("Pending");
    public ulong Version { get; init; }
    public ulong Revision { get; init; }
    public long CreateTime { get; init; }
    public long ModifyTime { get; init; }

    [JsonIgnore]
    public JobTask Task => Tasks[0];

    [JsonIgnore]
    public bool IsTerminal => State.StateType is "Completed" or "Failed" or "Stopped";

    /// <summary>Ops and daemon jobs run on every node that matches, without bids.</summary>
    [JsonIgnore]
    public bool RunsEverywhere => Type is "ops" or "daemon";

    [JsonIgnore]
    public bool IsLongRunning => Type is "service" or "daemon";
}

internal sealed record JobState(
    string StateType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null);

internal sealed record Constraint
{
    public string Key { get; init; } = "";
    public string Operator { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Values { get; init; }
}
