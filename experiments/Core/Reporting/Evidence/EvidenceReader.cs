using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

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
            Workload = EffectiveWorkload.Read(folder.File(ExperimentFolder.Effective), folder.Experiment, problems),
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
}
