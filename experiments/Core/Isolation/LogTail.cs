using System.Text;

namespace Survey.Experiments.Isolation;

/// <summary>Keeps the last part of what work prints, so that a chatty or hostile program cannot fill memory or disk.</summary>
public sealed class LogTail
{
    private const int MostBytes = 256 * 1024;
    private readonly Lock gate = new();
    private readonly MemoryStream bytes = new();

    /// <summary>Takes a piece; fits <see cref="WorkOrder.Output"/>.</summary>
    public void Take(WorkStream stream, ReadOnlyMemory<byte> piece)
    {
        lock (gate)
        {
            bytes.Write(piece.Span);
            if (bytes.Length <= MostBytes * 2)
                return;
            var kept = bytes.GetBuffer().AsSpan((int)bytes.Length - MostBytes, MostBytes).ToArray();
            bytes.SetLength(0);
            bytes.Write(kept);
        }
    }

    /// <summary>The last line that says something; null when nothing was printed.</summary>
    public string? LastLine => ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (gate)
        {
            var length = (int)Math.Min(bytes.Length, MostBytes);
            return Encoding.UTF8.GetString(bytes.GetBuffer(), (int)bytes.Length - length, length);
        }
    }
}
