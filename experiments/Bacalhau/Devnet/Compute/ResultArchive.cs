using System.Formats.Tar;
using System.IO.Compression;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>Packs a result folder as a real node does: pax tar, gzip, in the order of names, links kept as links.</summary>
internal static class ResultArchive
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static async Task WriteAsync(string folder, string path, CancellationToken cancellationToken)
    {
        // A result is there whole or not at all: whoever asks for it early gets a 404, not a part.
        var draft = $"{path}.tmp";
        await using (var file = File.Create(draft))
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, ".") { Mode = OwnerOnly }, cancellationToken);
            await AddAsync(tar, folder, "", cancellationToken);
        }

        File.Move(draft, path, overwrite: true);
    }

    private static async Task AddAsync(TarWriter tar, string folder, string prefix, CancellationToken cancellationToken)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var name = prefix + entry.Name;
            await tar.WriteEntryAsync(entry.FullName, name, cancellationToken);
            if (entry is DirectoryInfo { LinkTarget: null })
                await AddAsync(tar, entry.FullName, $"{name}/", cancellationToken);
        }
    }
}
