using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>Inputs carried inside the job as a data URL: one file at the target, or a tar.gz unpacked to a folder there.</summary>
internal static class InlineData
{
    private const long MostBytesPerFile = 10 << 20;

    public static (string MediaType, byte[] Bytes) Parse(string url)
    {
        if (!url.StartsWith("data:", StringComparison.Ordinal))
            throw new FormatException("missing data prefix");
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            throw new FormatException("missing data part");
        var head = url[5..comma];
        var isBase64 = head.EndsWith(";base64", StringComparison.Ordinal);
        var media = head.Split(';')[0];
        try
        {
            var text = url[(comma + 1)..];
            var bytes = isBase64 ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(Uri.UnescapeDataString(text));
            return (media, bytes);
        }
        catch (FormatException)
        {
            throw new FormatException("invalid data character");
        }
    }

    /// <summary>Bytes the input will take on disk.</summary>
    public static ulong Size(string url)
    {
        var (media, bytes) = Parse(url);
        if (!IsArchive(media))
            return (ulong)bytes.Length;
        try
        {
            using var tar = new TarReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
            ulong size = 0;
            while (tar.GetNextEntry() is { } entry)
                size += (ulong)entry.Length;
            return size;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new FormatException("unexpected EOF", exception);
        }
    }

    /// <summary>Puts it below a new folder; the answer is the path to mount.</summary>
    public static string Prepare(string url, string folder)
    {
        var (media, bytes) = Parse(url);
        if (!IsArchive(media))
        {
            var file = Path.Combine(folder, "data");
            File.WriteAllBytes(file, bytes);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return file;
        }

        Unpack(bytes, folder);
        return folder;
    }

    private static bool IsArchive(string media) => media == "application/gzip";

    // As on a real node, a file needs its folder to come before it in the archive.
    private static void Unpack(byte[] bytes, string folder)
    {
        using var tar = new TarReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            var path = Path.GetFullPath(Path.Combine(folder, entry.Name));
            if (!path.StartsWith(folder, StringComparison.Ordinal))
                throw Failed($"open {path}: no such file or directory");
            if (entry.EntryType == TarEntryType.Directory)
                Directory.CreateDirectory(path);
            else if (!Directory.Exists(Path.GetDirectoryName(path)))
                throw Failed($"open {path}: no such file or directory");
            else if (entry.Length > MostBytesPerFile)
                throw Failed($"file {entry.Name} is larger than {MostBytesPerFile} bytes");
            else
                entry.ExtractToFile(path, overwrite: true);
        }
    }

    private static ComputeException Failed(string message) =>
        new(ExecutionFailure.Plain(Topics.Running, $"preparing arguments: {message}"));
}
