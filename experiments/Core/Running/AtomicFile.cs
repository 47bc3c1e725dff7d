using System.Text;
using System.Text.Json;

namespace Survey.Experiments.Running;

/// <summary>
/// Files that are complete or absent: written beside their place, flushed to disk, then renamed over it. Whoever reads one never sees half,
/// and a killed process leaves at most a <c>.partial</c> file that the next write of the same name removes.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a file in one step.</summary>
    /// <exception cref="ArtifactsException">It cannot be written (read-only, full disk); the old content, if any, is still there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var partial = path + ".partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
            FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            TryDelete(partial);
            throw ArtifactsException.Unwritable(path, cause);
        }
        catch
        {
            TryDelete(partial);
            throw;
        }
    }

    /// <summary>Writes bytes in one step.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));

    /// <summary>Writes text as UTF-8 without byte order mark in one step.</summary>
    public static void WriteText(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a value as one of our JSON files in one step.</summary>
    public static void WriteJson<T>(string path, T value) => Write(path, stream =>
    {
        JsonSerializer.Serialize(stream, value, ArtifactJson.Options);
        stream.Write("\n"u8);
    });

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to tell; a left-over partial file is overwritten by the next write.
        }
    }
}
