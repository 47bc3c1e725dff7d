using System.Text.Json;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Merging;

/// <summary>What is kept of a model: how it was trained and exported, not its weights. Of two, the one trained later stays.</summary>
internal static class KeptModel
{
    private static readonly string[] Kept = ["export.json", "README.md", "training.json"];

    public static void Take(string from, string to)
    {
        if (!BundleRule.IsName(Path.GetFileName(to)) || Kept.Any(file => IsLargeOrLink(Path.Combine(from, file))))
            return;
        if (Started(Path.Combine(from, "training.json")) is not { } started || started < Started(Path.Combine(to, "training.json")))
            return;
        foreach (var file in Kept.Where(file => File.Exists(Path.Combine(from, file))))
            AtomicFile.Write(Path.Combine(to, file), File.ReadAllBytes(Path.Combine(from, file)));
    }

    private static bool IsLargeOrLink(string path) =>
        new FileInfo(path) is { Exists: true } file && (file.Length > BundleRule.MaxReadBytes || file.Attributes.HasFlag(FileAttributes.ReparsePoint));

    private static DateTimeOffset? Started(string training)
    {
        try
        {
            if (!File.Exists(training))
                return null;
            using var document = JsonDocument.Parse(File.ReadAllBytes(training));
            return document.RootElement.TryGetProperty("started", out var started) && started.TryGetDateTimeOffset(out var time) ? time : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not a record of training: nothing to keep.
            return null;
        }
    }
}
