using Survey.Experiments.Reporting.Evidence;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Merging;

/// <summary>
/// Takes evidence of runs made elsewhere into <c>report/evidence</c> and <c>report/history</c>. What comes in was made by others: each
/// experiment must match its manifest, links are refused, and only small files of known kinds are copied.
/// </summary>
/// <param name="report">The folder <c>report/</c> of the repository.</param>
public sealed class EvidenceMerger(string report)
{
    private readonly List<string> taken = [];
    private readonly List<string> known = [];
    private readonly List<string> refused = [];

    /// <summary>Takes in every run found below a folder.</summary>
    /// <exception cref="ReportException">There is no such folder.</exception>
    public MergeResult Merge(string from)
    {
        if (!Directory.Exists(from))
            throw new ReportException($"There is no folder '{from}' to merge from: name the one that holds the downloaded bundles with --from=<folder>.");
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 8 };
        foreach (var file in Directory.EnumerateFiles(from, "run.json", options).Order(StringComparer.Ordinal))
            MergeRun(new RunFolder(Path.GetDirectoryName(file)!));
        foreach (var file in Directory.EnumerateFiles(from, "training.json", options).Order(StringComparer.Ordinal))
            KeptModel.Take(Path.GetDirectoryName(file)!, Path.Combine(EvidenceRoot.Kept(report).Models, Path.GetFileName(Path.GetDirectoryName(file)!)));
        if (taken.Count + known.Count + refused.Count == 0)
            refused.Add($"'{from}' holds no run: a bundle is a folder with run.json and a folder per experiment.");
        return new MergeResult(taken, known, refused);
    }

    private void MergeRun(RunFolder run)
    {
        foreach (var folder in run.Experiments().Where(folder => folder.Has(ExperimentFolder.Outcome)))
        {
            var name = $"{run.RunId}/{folder.Experiment}";
            try
            {
                if (Refusal(run, folder) is { } reason)
                    refused.Add($"{name} was not taken: {reason}");
                else
                    Take(run, folder, name);
            }
            catch (ArtifactsException error)
            {
                refused.Add($"{name} was not taken: {error.Message}");
            }
        }
    }

    private static string? Refusal(RunFolder run, ExperimentFolder folder)
    {
        if (!BundleRule.IsName(run.RunId) || !BundleRule.IsName(folder.Experiment))
            return "its name holds more than letters, digits, '-', '_' and '.'.";
        if (Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Prepend(folder.Path).Prepend(run.Path).Any(path => File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint)))
            return "it holds a link.";
        var large = new[] { ExperimentFolder.Outcome, EvidenceManifest.FileName }.FirstOrDefault(file => folder.Has(file) && new FileInfo(folder.File(file)).Length > BundleRule.MaxReadBytes);
        if (large is not null)
            return $"its {large} is larger than {BundleRule.MaxReadBytes / 1048576} MiB.";
        if (folder.Read<EvidenceManifest>(EvidenceManifest.FileName) is not { } manifest)
            return "it has no manifest.json, so it cannot be checked.";
        var outcome = folder.Read<ExperimentOutcome>(ExperimentFolder.Outcome)!;
        if (outcome.RunId != run.RunId || outcome.Experiment != folder.Experiment)
            return $"its outcome speaks of {outcome.RunId}/{outcome.Experiment}.";
        if (!manifest.Files.ContainsKey(ExperimentFolder.Outcome))
            return "its manifest does not list outcome.json.";
        var missing = manifest.Files.FirstOrDefault(file => BundleRule.Keeps(file.Key, file.Value.Bytes) && !folder.Has(file.Key)).Key;
        return missing is not null ? $"{missing} is missing." : ManifestCheck.Wrong(new EvidenceItem { Outcome = outcome, Folder = folder.Path, Compact = true }, manifest);
    }

    private void Take(RunFolder run, ExperimentFolder folder, string name)
    {
        var target = new ExperimentFolder(Path.Combine(EvidenceRoot.Kept(report).Runs, run.RunId, folder.Experiment));
        var manifest = File.ReadAllBytes(folder.File(EvidenceManifest.FileName));
        if (target.Has(EvidenceManifest.FileName))
        {
            if (File.ReadAllBytes(target.File(EvidenceManifest.FileName)).AsSpan().SequenceEqual(manifest))
                known.Add(name);
            else
                refused.Add($"{name} was not taken: report/evidence holds it with other content. Remove that one first if this one is right.");
            return;
        }

        foreach (var (file, entry) in folder.Read<EvidenceManifest>(EvidenceManifest.FileName)!.Files.Where(file => BundleRule.Keeps(file.Key, file.Value.Bytes)))
            AtomicFile.Write(target.File(file), File.ReadAllBytes(folder.File(file)));
        // Two jobs of one run may have run on different machines: the machine belongs to the experiment.
        var environment = folder.Has("environment.json") ? folder.Read<RunEnvironment>("environment.json") : run.ReadEnvironment();
        if (environment is not null)
            target.Write("environment.json", environment);
        AddHistory(new EvidenceItem { Outcome = folder.Read<ExperimentOutcome>(ExperimentFolder.Outcome)!, Folder = target.Path, Compact = true });
        // Last, so that a merge that was broken off is done again.
        AtomicFile.Write(target.File(EvidenceManifest.FileName), manifest);
        taken.Add(name);
    }

    private void AddHistory(EvidenceItem item)
    {
        if (HistoryFile.PointOf(item) is not { } point)
            return;
        var path = Path.Combine(report, "history", item.Outcome.RunId + ".json");
        IReadOnlyList<HistoryPoint> before = File.Exists(path) ? RunStore.ReadJson<List<HistoryPoint>>(path) : [];
        AtomicFile.WriteJson(path, before.Where(other => other.Experiment != point.Experiment).Append(point).OrderBy(other => other.Experiment, StringComparer.Ordinal).ToList());
    }
}
