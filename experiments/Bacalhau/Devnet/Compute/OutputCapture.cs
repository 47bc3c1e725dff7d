using System.Text;
using Survey.Devnets.Bacalhau.Wire;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>Keeps what an execution prints: whole in two files, the first 2 KB of each for the API, and line by line for the log.</summary>
internal sealed class OutputCapture(string folder, ExecutionLog log) : IDisposable
{
    private const int ShownBytes = 2048;

    private readonly Stream output = File.Create(Path.Combine(folder, "stdout"));
    private readonly Stream error = File.Create(Path.Combine(folder, "stderr"));
    private readonly MemoryStream outputHead = new();
    private readonly MemoryStream errorHead = new();

    public void Take(WorkStream stream, ReadOnlyMemory<byte> bytes)
    {
        var (file, head) = stream == WorkStream.Output ? (output, outputHead) : (error, errorHead);
        file.Write(bytes.Span);
        head.Write(bytes.Span[..(int)Math.Min(bytes.Length, ShownBytes + 1 - Math.Min(head.Length, ShownBytes + 1))]);
        log.Append(stream, bytes.Span);
    }

    /// <summary>What the API will show.</summary>
    public RunOutput Finish(long exitCode)
    {
        Dispose();
        File.WriteAllText(Path.Combine(folder, "exitCode"), $"{exitCode}");
        return new RunOutput(
            Text(outputHead), outputHead.Length > ShownBytes, Text(errorHead), errorHead.Length > ShownBytes, exitCode, "");
    }

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        log.End();
    }

    private static string Text(MemoryStream head) =>
        Encoding.UTF8.GetString(head.ToArray().AsSpan(0, (int)Math.Min(head.Length, ShownBytes)));
}
