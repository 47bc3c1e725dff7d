using System.Text.Json;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Evidence;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Merging;

/// <summary>The measured rows of earlier runs, one small file per run, so that changes over runs can be shown after the evidence was cleaned away.</summary>
internal static class HistoryFile
{
    /// <summary>The points of all files and of the evidence at hand, oldest first. Devnet runs are not part of it.</summary>
    public static IReadOnlyList<HistoryPoint> Read(string? folder, IReadOnlyList<EvidenceItem> items, List<SourceProblem> problems) =>
    [
        .. items.Select(PointOf).OfType<HistoryPoint>().Concat(Kept(folder, problems))
            .DistinctBy(point => (point.RunId, point.Experiment))
            .OrderBy(point => point.At).ThenBy(point => point.RunId, StringComparer.Ordinal).ThenBy(point => point.Experiment, StringComparer.Ordinal),
    ];

    /// <summary>The point of one experiment; null when it was not measured on a node or network.</summary>
    public static HistoryPoint? PointOf(EvidenceItem item)
    {
        var outcome = item.Outcome;
        if (outcome.Standing == Standing.Devnet || outcome.State is not (OutcomeState.Done or OutcomeState.Held))
            return null;
        return new HistoryPoint(
            outcome.RunId,
            outcome.Experiment,
            outcome.Network,
            outcome.Finished.ToUniversalTime(),
            outcome.Clocks.Entries.GetValueOrDefault(Clocks.Total)?.Value?.TotalSeconds,
            outcome.Latencies?.P50.TotalSeconds,
            outcome.PredictionHash);
    }

    private static IEnumerable<HistoryPoint> Kept(string? folder, List<SourceProblem> problems)
    {
        if (folder is null || !Directory.Exists(folder))
            return [];
        return Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(path => ReadFile(path, problems));
    }

    private static List<HistoryPoint> ReadFile(string path, List<SourceProblem> problems)
    {
        try
        {
            return JsonSerializer.Deserialize<List<HistoryPoint>>(File.ReadAllText(path), ArtifactJson.Options) ?? [];
        }
        catch (JsonException error)
        {
            problems.Add(new SourceProblem(path, (int)(error.LineNumber ?? 0) + 1, $"The file is damaged: {error.Message}"));
            return [];
        }
    }
}
