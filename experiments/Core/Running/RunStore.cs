using System.Globalization;
using System.Text.Json;

namespace Survey.Experiments.Running;

/// <summary>The evidence of all runs: <c>artifacts/runs/</c>.</summary>
public sealed class RunStore(ArtifactFolder artifacts)
{
    /// <summary>Starts a run under a new id.</summary>
    public RunFolder Create(TimeProvider time, Random random, Func<string, RunRecord> describe)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        RunFolder folder;
        do
        {
            folder = new RunFolder(Path.Combine(artifacts.Runs, $"{stamp}-{random.Next(0x10000):x4}"));
        }
        while (Directory.Exists(folder.Path));
        AtomicFile.WriteJson(folder.RunFile, describe(folder.RunId));
        return folder;
    }

    /// <summary>Opens a run that is there.</summary>
    /// <exception cref="ArtifactsException">There is no such run.</exception>
    public RunFolder Open(string runId)
    {
        var folder = All().FirstOrDefault(run => run.RunId == runId);
        return folder ?? throw new ArtifactsException(
            $"There is no run '{runId}' under '{artifacts.Runs}'. The latest is {All().LastOrDefault()?.RunId ?? "none yet"}.");
    }

    /// <summary>All runs, oldest first.</summary>
    public IReadOnlyList<RunFolder> All() => Directory.Exists(artifacts.Runs)
        ? [.. Directory.EnumerateDirectories(artifacts.Runs).Order(StringComparer.Ordinal).Select(path => new RunFolder(path)).Where(run => File.Exists(run.RunFile))]
        : [];

    internal static T ReadJson<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), ArtifactJson.Options)
                ?? throw new JsonException("The file holds null.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            throw new ArtifactsException($"'{path}' cannot be read: {cause.Message} Run its experiment again, or remove the folder of that run.", cause);
        }
    }
}
