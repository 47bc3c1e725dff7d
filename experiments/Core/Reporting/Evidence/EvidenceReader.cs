using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>Reads the run store. A damaged folder is a problem that the report tells, not the end of the report.</summary>
internal static class EvidenceReader
{
    public static EvidenceSet Read(IEnumerable<EvidenceRoot> roots)
    {
        var runs = roots.Where(root => Directory.Exists(root.Runs))
            .SelectMany(root => Directory.EnumerateDirectories(root.Runs).Order(StringComparer.Ordinal).Select(path => ReadRun(new RunFolder(path), root))).ToList();
        // The first root that has an experiment of a run counts.
        var folders = runs.SelectMany(run => run.Run.Experiments().Select(folder => (Run: run, Folder: folder)))
            .DistinctBy(found => (found.Run.Run.RunId, found.Folder.Experiment)).ToList();
        var read = InParallel.Select(folders, found => new ItemReader().Read(found.Run, found.Folder));
        return new EvidenceSet(
            [
                .. read.Select(entry => entry.Item).OfType<EvidenceItem>().OrderBy(item => item.Outcome.Finished)
                    .ThenBy(item => item.Outcome.RunId, StringComparer.Ordinal).ThenBy(item => item.Outcome.Experiment, StringComparer.Ordinal),
            ],
            [.. read.Select(entry => entry.Killed).OfType<MissingRow>()],
            [.. runs.SelectMany(run => run.Problems), .. read.SelectMany(entry => entry.Problems)]);
    }

    private static RunRead ReadRun(RunFolder run, EvidenceRoot root)
    {
        var reader = new ItemReader();
        return new RunRead(run, root, reader.Try(run.EnvironmentFile, run.ReadEnvironment), reader.Problems);
    }

    private sealed record RunRead(RunFolder Run, EvidenceRoot Root, RunEnvironment? Environment, IReadOnlyList<SourceProblem> Problems);

    private sealed record ItemRead(EvidenceItem? Item, MissingRow? Killed, IReadOnlyList<SourceProblem> Problems);

    private sealed class ItemReader
    {
        private readonly List<SourceProblem> problems = [];

        public IReadOnlyList<SourceProblem> Problems => problems;

        public ItemRead Read(RunRead run, ExperimentFolder folder)
        {
            var killed = folder.Has(ExperimentFolder.Outcome)
                ? null
                : new MissingRow(folder.Experiment, "", $"Run {run.Run.RunId} ended before it wrote what became of it: run the experiment again.");
            return new ItemRead(killed is null ? Item(run, folder) : null, killed, problems);
        }

        public T? Try<T>(string file, Func<T?> read)
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

        private EvidenceItem? Item(RunRead run, ExperimentFolder folder)
        {
            if (Read<ExperimentOutcome>(folder, ExperimentFolder.Outcome) is not { } outcome)
                return null;
            return new EvidenceItem
            {
                // The folder's names count: they are what links and citations use.
                Outcome = outcome with { RunId = run.Run.RunId, Experiment = folder.Experiment },
                Folder = folder.Path,
                Compact = run.Root.Compact,
                Environment = Read<RunEnvironment>(folder, "environment.json") ?? run.Environment,
                Survey = Read<NetworkSurvey>(folder, ExperimentFolder.Survey),
                Probes = Read<IReadOnlyList<ProbeResult>>(folder, ExperimentFolder.Probes) ?? [],
                Manifest = Read<EvidenceManifest>(folder, EvidenceManifest.FileName),
                Workload = EffectiveWorkload.Of(outcome) ?? EffectiveWorkload.Read(folder.File(ExperimentFolder.Effective), folder.Experiment, problems),
            };
        }

        private T? Read<T>(ExperimentFolder folder, string name)
            where T : class => Try(folder.File(name), () => folder.Read<T>(name));
    }
}
