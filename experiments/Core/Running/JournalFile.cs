using System.Text;
using System.Text.Json;

namespace Survey.Experiments.Running;

/// <summary>
/// The file behind the journal: whole lines, each on disk before <see cref="Append"/> returns. A line that did not get that far is cut off
/// again, so that the file ends with a whole line whatever happened (full disk, kill -9 in the middle of a write).
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private readonly string path;
    private readonly FileStream stream;
    private readonly Lock gate = new();

    private JournalFile(string path, FileStream stream) => (this.path, this.stream) = (path, stream);

    /// <summary>Opens the journal for writing. A torn last line is moved to <c>journal.torn</c>: nothing relied on it, as its write never returned.</summary>
    public static JournalFile Open(string path, IEventSink events)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var isNew = !File.Exists(path);
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 1);
            if (isNew)
                FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var file = new JournalFile(path, stream);
            file.CutTornLine(events);
            return file;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw ArtifactsException.Unwritable(path, cause);
        }
    }

    public void Append(JournalLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, ArtifactJson.Line) + "\n");
        lock (gate)
        {
            var end = stream.Seek(0, SeekOrigin.End);
            try
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                stream.SetLength(end);
                throw ArtifactsException.Unwritable(path, cause);
            }
        }
    }

    public void Dispose() => stream.Dispose();

    private void CutTornLine(IEventSink events)
    {
        if (stream.Length == 0)
            return;
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() == '\n')
            return;
        var start = StartOfLastLine();
        var torn = new byte[stream.Length - start];
        stream.Seek(start, SeekOrigin.Begin);
        stream.ReadExactly(torn);
        if (JournalReader.TryParse(Encoding.UTF8.GetString(torn), out _))
        {
            stream.Write("\n"u8);
            stream.Flush(flushToDisk: true);
            return;
        }

        var aside = Path.ChangeExtension(path, ".torn");
        File.AppendAllText(aside, Encoding.UTF8.GetString(torn) + "\n");
        stream.SetLength(start);
        stream.Flush(flushToDisk: true);
        events.Report(new WarningEvent("Journal", $"The last line of '{path}' was torn (a process ended while writing it); it was moved to '{aside}'."));
    }

    private long StartOfLastLine()
    {
        for (var position = stream.Length - 1; position > 0; position--)
        {
            stream.Seek(position - 1, SeekOrigin.Begin);
            if (stream.ReadByte() == '\n')
                return position;
        }

        return 0;
    }
}
