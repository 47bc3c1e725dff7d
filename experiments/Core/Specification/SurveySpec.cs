using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Survey.Experiments.Specification;

/// <summary>Everything experiments.yaml says, checked, with defaults, matrix and <c>--set</c> applied.</summary>
[Description("What to run where, and how to judge it. The one file a user edits.")]
public sealed record SurveySpec
{
    /// <summary>Title, rates and limits of the survey as a whole.</summary>
    [Description("Title, exchange rates and limits of the survey as a whole.")]
    public SurveySection Survey { get; init; } = new();

    /// <summary>Datasets by name.</summary>
    [Description("Datasets by name: files with their SHA-256 and the mirrors they are fetched from.")]
    [KeyPattern(NamePatterns.Entry, NamePatterns.EntryWords)]
    public IReadOnlyDictionary<string, DatasetSpec> Datasets { get; init; } = new Dictionary<string, DatasetSpec>();

    /// <summary>Models by name.</summary>
    [Description("Models by name: trained here, or brought as an ONNX file.")]
    [KeyPattern(NamePatterns.Entry, NamePatterns.EntryWords)]
    public IReadOnlyDictionary<string, ModelSpec> Models { get; init; } = new Dictionary<string, ModelSpec>();

    /// <summary>Worker images by name.</summary>
    [Description("Images of the inference worker by name.")]
    [KeyPattern(NamePatterns.Entry, NamePatterns.EntryWords)]
    public IReadOnlyDictionary<string, ImageSpec> Images { get; init; } = new Dictionary<string, ImageSpec>();

    /// <summary>How files are put where a network can read them, by name.</summary>
    [Description("Places where model and inputs are put so that a real node can read them, by name.")]
    [KeyPattern(NamePatterns.Entry, NamePatterns.EntryWords)]
    public IReadOnlyDictionary<string, HostingSpec> Hosting { get; init; } = new Dictionary<string, HostingSpec>();

    /// <summary>Networks by name.</summary>
    [Description("Networks by name. A network without a driver is a row made of claims.")]
    [KeyPattern(NamePatterns.Entry, NamePatterns.EntryWords)]
    public IReadOnlyDictionary<string, NetworkSpec> Networks { get; init; } = new Dictionary<string, NetworkSpec>();

    /// <summary>Experiments by name; matrices are expanded.</summary>
    [Description("Experiments by name: one model on one network with one job type and one workload.")]
    [KeyPattern(NamePatterns.Experiment, NamePatterns.ExperimentWords)]
    public IReadOnlyDictionary<string, ExperimentSpec> Experiments { get; init; } = new Dictionary<string, ExperimentSpec>();

    /// <summary>Named selections of experiments.</summary>
    [Description("Named selections of experiments: lists of names or globs. 'default' is used when no --profile is given.")]
    [KeyPattern(NamePatterns.Entry, NamePatterns.EntryWords)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Profiles { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The survey's properties with their rubrics, by name.</summary>
    [Description("The properties networks are judged by, with the rubric of each.")]
    [KeyPattern(NamePatterns.Entry, NamePatterns.EntryWords)]
    public IReadOnlyDictionary<string, PropertySpec> Properties { get; init; } = new Dictionary<string, PropertySpec>();

    /// <summary>Every environment variable the files mention, with the value it belongs to.</summary>
    [JsonIgnore]
    public IReadOnlyList<EnvironmentReference> EnvironmentReferences { get; init; } = [];
}
