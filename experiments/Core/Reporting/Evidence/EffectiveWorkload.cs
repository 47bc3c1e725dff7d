using System.Globalization;
using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Running;
using Survey.Experiments.Specification.Binding;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>
/// What the report takes from the configuration a run was made with: from its outcome, or, where an earlier version wrote none of it there, from the
/// configuration itself. That is kept as text: a later version of this program may not read all of it.
/// </summary>
/// <param name="Partitions">Parts the inputs were split into.</param>
/// <param name="Delivery">How the model got there, as written; null when the driver chose.</param>
internal sealed record EffectiveWorkload(int Partitions, string? Delivery)
{
    public static EffectiveWorkload Unknown { get; } = new(1, null);

    /// <summary>What the outcome says; null when it says nothing.</summary>
    public static EffectiveWorkload? Of(ExperimentOutcome outcome) => outcome.Partitions is { } partitions
        ? new(partitions, outcome.Delivery is { } delivery ? ScalarFormats.Kebab(delivery.ToString()) : null)
        : null;

    public static EffectiveWorkload Read(string path, string experiment, List<SourceProblem> problems)
    {
        if (!File.Exists(path))
            return Unknown;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(path)));
            if (stream.Documents.Count == 0)
                return Unknown;
            var root = stream.Documents[0].RootNode;
            var partitions = Scalar(root, "experiments", experiment, "workload", "partitions");
            return new EffectiveWorkload(
                int.TryParse(partitions, NumberStyles.None, CultureInfo.InvariantCulture, out var parts) ? Math.Max(1, parts) : 1,
                Scalar(root, "experiments", experiment, "delivery"));
        }
        catch (YamlException error)
        {
            problems.Add(new SourceProblem(path, (int)error.Start.Line, $"This is not YAML: {error.Message}"));
            return Unknown;
        }
    }

    private static string? Scalar(YamlNode node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(key, out node!))
                return null;
        }

        return (node as YamlScalarNode)?.Value;
    }
}
