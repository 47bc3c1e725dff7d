using System.Globalization;
using System.Text.Json;

namespace Survey.Experiments.Running;

/// <summary>Runs a stage only when its inputs, its configuration, its code or its files changed, and says why.</summary>
public sealed class StageCache(ArtifactFolder artifacts, TimeProvider time)
{
    /// <summary>Whether the stage has to run and why, without running it. Looks at files only.</summary>
    public StageVerdict Explain(StageKey key, bool force = false)
    {
        var title = $"{key.Stage} {key.Name}";
        if (force)
            return new StageVerdict(true, $"{title}: run again (--force)", []);
        if (Read(key) is not { } entry)
            return new StageVerdict(true, $"{title}: to run (not done before)", []);
        var changes = Changes(entry.Inputs, key.Inputs);
        if (changes.Count > 0)
            return new StageVerdict(true, $"{title}: run again because {string.Join("; ", changes)}", changes);
        if (FirstDamagedOutput(entry) is { } damaged)
            return new StageVerdict(true, $"{title}: run again because its output {damaged}", []);
        var since = entry.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new StageVerdict(false, $"{title}: up to date (inputs unchanged since {since})", []);
    }

    /// <summary>Runs the work if it has to run. The work returns the files it wrote, under the artifacts folder.</summary>
    /// <returns>What was decided before.</returns>
    public async Task<StageVerdict> RunAsync(
        StageKey key,
        bool force,
        IEventSink events,
        Func<CancellationToken, Task<IReadOnlyList<string>>> work,
        CancellationToken cancellationToken)
    {
        var verdict = Explain(key, force);
        events.Report(new NoteEvent(key.Stage, verdict.Sentence));
        if (!verdict.MustRun)
            return verdict;
        // Forgotten first: if the work is killed half-way, the next run must not take what lies there for finished.
        Forget(key);
        var outputs = await work(cancellationToken);
        Record(key, outputs);
        return verdict;
    }

    /// <summary>Remembers a finished stage and the digests of the files it wrote.</summary>
    public void Record(StageKey key, IReadOnlyList<string> outputs)
    {
        var digests = outputs.ToDictionary(
            path => Path.GetRelativePath(artifacts.Root, path).Replace('\\', '/'),
            FileDigest.Of,
            StringComparer.Ordinal);
        AtomicFile.WriteJson(PathOf(key), new StageEntry(key.Stage, key.Name, key.Hash, time.GetUtcNow(), key.Inputs, digests));
    }

    private static List<StageChange> Changes(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
    [
        .. before.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => new StageChange(name, before.GetValueOrDefault(name), now.GetValueOrDefault(name)))
            .Where(change => change.Before != change.Now),
    ];

    private string PathOf(StageKey key) => Path.Combine(artifacts.Cache, $"{key.Stage.ToLowerInvariant()}-{key.Name}.json");

    private void Forget(StageKey key)
    {
        if (File.Exists(PathOf(key)))
            File.Delete(PathOf(key));
    }

    private StageEntry? Read(StageKey key)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<StageEntry>(File.ReadAllText(PathOf(key)), ArtifactJson.Options);
            return entry is { Inputs: not null, Outputs: not null } ? entry : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            // A cache that cannot be read is no cache: the stage runs.
            return null;
        }
    }

    private string? FirstDamagedOutput(StageEntry entry)
    {
        foreach (var (name, digest) in entry.Outputs)
        {
            var path = Path.Combine(artifacts.Root, name);
            if (!File.Exists(path))
                return $"{name} is missing";
            if (FileDigest.Of(path) != digest)
                return $"{name} was changed";
        }

        return null;
    }
}
