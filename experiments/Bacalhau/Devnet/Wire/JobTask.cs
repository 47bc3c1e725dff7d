using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>The one task of a job.</summary>
internal sealed record JobTask
{
    public string Name { get; init; } = "";
    public SpecConfig? Engine { get; init; }
    public SpecConfig? Publisher { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<InputSource>? InputSources { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ResultPath>? ResultPaths { get; init; }

    public ResourcesConfig Resources { get; init; } = new();
    public NetworkConfig Network { get; init; } = new();
    public TimeoutConfig Timeouts { get; init; } = new();
}

/// <summary>An engine, a publisher or a source: a type and whatever it needs.</summary>
internal sealed record SpecConfig
{
    public string Type { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Params { get; init; }

    public bool Is(string type) => Type.Trim().Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>A parameter by name, whatever its case, as Go's decoder finds it.</summary>
    public JsonNode? Param(string name) =>
        Params?.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public string Text(string name) => Param(name) is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}

internal sealed record InputSource
{
    public SpecConfig? Source { get; init; }
    public string Alias { get; init; } = "";
    public string Target { get; init; } = "";
}

internal sealed record ResultPath
{
    public string Name { get; init; } = "";
    public string Path { get; init; } = "";
}

internal sealed record ResourcesConfig
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CPU { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Memory { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Disk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GPU { get; init; }
}

internal sealed record NetworkConfig
{
    public string Type { get; init; } = "Default";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Domains { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PortMapping>? Ports { get; init; }
}

internal sealed record PortMapping
{
    public string Name { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Static { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Target { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HostNetwork { get; init; }
}

/// <summary>Seconds.</summary>
internal sealed record TimeoutConfig
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ExecutionTimeout { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long QueueTimeout { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TotalTimeout { get; init; }
}
