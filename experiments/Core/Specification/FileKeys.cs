using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Specification;

/// <summary>Keys of a file that loading resolves: they are in the file and in its schema, not in <see cref="SurveySpec"/>.</summary>
[Description("Keys that are resolved when the file is read.")]
internal sealed record FileKeys
{
    /// <summary>Other files whose sections are joined with this one's.</summary>
    [Description("Other YAML files, relative to this one, whose sections are joined with the sections here. Each entry may stand in one file only.")]
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>What every experiment starts from.</summary>
    [Description("What every experiment starts from. Mappings are joined key by key, anything else is replaced by what the experiment says.")]
    public ExperimentSpec? Defaults { get; init; }

    /// <summary>Whether a key of the file is free for anchors.</summary>
    public static bool IsExtension(string key) => key.StartsWith("x-", StringComparison.Ordinal);
}

/// <summary>Keys of an experiment that loading resolves.</summary>
[Description("Keys of an experiment that are resolved when the file is read.")]
internal sealed record ExperimentFileKeys
{
    /// <summary>Paths and the values they take.</summary>
    [Description("Makes one experiment of each combination of values: paths in the experiment, each with a list of values, or a mapping of labels to values.")]
    public IReadOnlyDictionary<string, JsonNode> Matrix { get; init; } = new Dictionary<string, JsonNode>();

    /// <summary>Pattern for their names.</summary>
    [Description("Pattern for the names that a matrix makes, for example '{experiment}-b{workload.batchSize}'. Absent: the values joined with dashes.")]
    public string? Name { get; init; }
}
