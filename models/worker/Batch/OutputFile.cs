namespace Survey.Worker.Batch;

/// <summary>A file that appears under its name whole or not at all: written beside it, flushed to disk, then renamed.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string path;
    private readonly string temporary;
    private readonly FileStream stream;

    private OutputFile(string path)
    {
        this.path = path;
        temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.partial");
        stream = new FileStream(temporary, FileMode.Create, FileAccess.Write);
    }

    public static OutputFile Create(string folder, string name) => Guard(folder, () =>
    {
        Directory.CreateDirectory(folder);
        return new OutputFile(Path.Combine(Path.GetFullPath(folder), name));
    });

    public void Commit(Action<Stream> write) => Guard(path, () =>
    {
        write(stream);
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(temporary, path, overwrite: true);
        return true;
    });

    public void Dispose()
    {
        stream.Dispose();
        File.Delete(temporary);
    }

    private static T Guard<T>(string place, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WorkerException(ExitCode.OutputNotWritable, $"Cannot write to '{place}': {exception.Message}", exception);
        }
    }
}
