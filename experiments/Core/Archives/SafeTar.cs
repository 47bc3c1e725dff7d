using System.Formats.Tar;
using System.IO.Compression;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Archives;

/// <summary>
/// Unpacks an archive that a network sent. It is hostile until proved otherwise: nothing leaves the target folder, links and devices are
/// refused, and entries, bytes and compression ratio are bounded.
/// </summary>
public static class SafeTar
{
    /// <summary>Unpacks an uncompressed tar.</summary>
    /// <exception cref="NetworkException">The archive breaks a bound or is no archive.</exception>
    public static Task ExtractAsync(Stream archive, string folder, ArchiveLimits limits, CancellationToken cancellationToken) =>
        GuardAsync(() => ExtractEntriesAsync(archive, folder, limits, limits.MaxBytes, cancellationToken));

    /// <summary>Unpacks a tar inside gzip.</summary>
    /// <exception cref="NetworkException">The archive breaks a bound or is no archive.</exception>
    public static Task ExtractGzipAsync(Stream archive, string folder, ArchiveLimits limits, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        // The ratio is known only for a stream with a length; without one the byte limit alone holds.
        var most = archive.CanSeek ? Math.Min(limits.MaxBytes, Math.Max(1 << 20, archive.Length * limits.MaxRatio)) : limits.MaxBytes;
        await using var plain = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await ExtractEntriesAsync(plain, folder, limits, most, cancellationToken);
    });

    private static async Task ExtractEntriesAsync(Stream plain, string folder, ArchiveLimits limits, long mostBytes, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        Directory.CreateDirectory(root);
        await using var reader = new TarReader(plain, leaveOpen: true);
        long bytes = 0;
        for (var entries = 1; await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; entries++)
        {
            if (entries > limits.MaxEntries)
                throw Refused($"it has more than {limits.MaxEntries} entries");
            bytes += entry.Length;
            if (bytes > mostBytes)
                throw Refused($"it unpacks to more than {mostBytes} bytes");

            var path = Path.GetFullPath(Path.Combine(root, entry.Name));
            if (!(path + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.Ordinal))
                throw Refused($"its entry '{entry.Name}' would leave the target folder");
            await WriteAsync(entry, path, cancellationToken);
        }
    }

    private static async Task WriteAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(path);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                    await (entry.DataStream ?? Stream.Null).CopyToAsync(file, cancellationToken);
                break;
            case TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes:
                break;
            default:
                throw Refused($"its entry '{entry.Name}' is a {entry.EntryType}, only files and folders are taken");
        }
    }

    private static async Task GuardAsync(Func<Task> extract)
    {
        try
        {
            await extract();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The archive is damaged or truncated: {error.Message}", error);
        }
        catch (IOException error) when (error.HResult != 0 && error.Message.Contains("already exists", StringComparison.Ordinal))
        {
            throw Refused("it has two entries of the same name");
        }
    }

    private static NetworkException Refused(string why) => new(NetworkErrorKind.Untrustworthy, $"The archive was refused: {why}.");
}

/// <summary>Bounds of an archive.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Enough for a workload's predictions, logits and logs.</summary>
    public static ArchiveLimits Default { get; } = new();

    /// <summary>Most entries.</summary>
    public int MaxEntries { get; init; } = 1_000;

    /// <summary>Most bytes unpacked.</summary>
    public long MaxBytes { get; init; } = 512L << 20;

    /// <summary>Most bytes unpacked for each byte packed.</summary>
    public int MaxRatio { get; init; } = 200;
}
