namespace Survey.Models;

/// <summary>Files that appear under their name whole or not at all.</summary>
internal static class AtomicFile
{
    private const string Suffix = ".partial";

    /// <summary>Writes beside the file, flushes to disk and renames. What a killed process left is overwritten.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(path + Suffix, FileMode.Create, FileAccess.Write))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + Suffix, path, overwrite: true);
    }

    /// <summary>The same for a text, as UTF-8 without a byte order mark and with LF.</summary>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
}
