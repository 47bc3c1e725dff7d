using System.Globalization;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>Reads the run store. A damaged folder is a problem that the report tells, not the end of the report.</summary>
internal sealed class EvidenceReader
{
    private readonly List<MissingRow> killed = [];
    private readonly List<SourceProblem> problems = [];
    private readonly HashSet<(string Run, string Experiment)> seen = [];

    public EvidenceSet Read(IEnumerable<EvidenceRoot> roots)
    {
        var items = roots.SelectMany(ReadRoot).OrderBy(item => item.Outcome.Finished).ThenBy(item => item.Outcome.RunId, StringComparer.Ordinal)
            .ThenBy(item => item.Outcome.Experiment, StringComparer.Ordinal).ToList();
        return new EvidenceSet(items, killed, problems);
    }

    private IEnumerable<EvidenceItem> ReadRoot(EvidenceRoot root)
    {
        if (!Directory.Exists(root.Runs))
            yield break;
        foreach (var run in Directory.EnumerateDirectories(root.Runs).Order(StringComparer.Ordinal).Select(path => new RunFolder(path)))
        {
            var environment = Try(run.EnvironmentFile, run.ReadEnvironment);
            foreach (var folder in run.Experiments())
            {
                if (seen.Add((run.RunId, folder.Experiment)) && ReadItem(run, folder, root, environment) is { } item)
                    yield return item;
            }
        }
    }

    private EvidenceItem? ReadItem(RunFolder run, ExperimentFolder folder, EvidenceRoot root, RunEnvironment? environment)
    {
        if (!folder.Has(ExperimentFolder.Outcome))
        {
            killed.Add(new MissingRow(folder.Experiment, "", $"Run {run.RunId} ended before it wrote what became of it: run the experiment again."));
            return null;
        }

        if (Try(folder.File(ExperimentFolder.Outcome), () => folder.Read<ExperimentOutcome>(ExperimentFolder.Outcome)) is not { } outcome)
            return null;
        return new EvidenceItem
        {
            // The folder's names count: they are what links and citations use.
            Outcome = outcome with { RunId = run.RunId, Experiment = folder.Experiment },
            Folder = folder.Path,
            Compact = root.Compact,
            Environment = Read<RunEnvironment>(folder, "environment.json") ?? environment,
            Survey = Read<NetworkSurvey>(folder, ExperimentFolder.Survey),
            Probes = Read<IReadOnlyList<ProbeResult>>(folder, ExperimentFolder.Probes) ?? [],
            Manifest = Read<EvidenceManifest>(folder, EvidenceManifest.FileName),
            Partitions = Partitions(folder.File(ExperimentFolder.Effective), folder.Experiment),
        };
    }

    private T? Read<T>(ExperimentFolder folder, string name)
        where T : class => Try(folder.File(name), () => folder.Read<T>(name));

    private T? Try<T>(string file, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ArtifactsException error)
        {
            problems.Add(new SourceProblem(file, 1, error.Message));
            return null;
        }
    }

    private int Partitions(string effective, string experiment)
    {
        if (!File.Exists(effective))
            return 1;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(effective)));
            var text = stream.Documents.Count > 0 ? Scalar(stream.Documents[0].RootNode, "experiments", experiment, "workload", "partitions") : null;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var partitions) ? Math.Max(1, partitions) : 1;
        }
        catch (YamlException error)
        {
            problems.Add(new SourceProblem(effective, (int)error.Start.Line, $"This is not YAML: {error.Message}"));
            return 1;
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
