using System.Text;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>One file of a rendered report.</summary>
/// <param name="Name">Its path below the output folder, forward slashes.</param>
/// <param name="Change">What became of it.</param>
public sealed record RenderedFile(string Name, FileChange Change)
{
    /// <summary>Writes a file only if its bytes change, so that nothing that watches it wakes up for nothing.</summary>
    internal static RenderedFile Write(string folder, string name, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, bytes);
            return new RenderedFile(name, FileChange.Generated);
        }

        if (new FileInfo(path).Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
            return new RenderedFile(name, FileChange.NoChanges);
        AtomicFile.Write(path, bytes);
        return new RenderedFile(name, FileChange.Updated);
    }
}
