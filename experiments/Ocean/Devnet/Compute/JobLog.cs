using System.Buffers.Binary;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>What a job prints, in Docker's frames: stream, three zeros, length, text. Readers get everything from the beginning.</summary>
internal sealed class JobLog
{
    private readonly Lock gate = new();
    private readonly MemoryStream frames = new();
    private TaskCompletionSource grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool closed;

    public void Append(WorkStream stream, ReadOnlySpan<byte> text)
    {
        Span<byte> header = stackalloc byte[8];
        header.Clear();
        header[0] = (byte)stream;
        BinaryPrimitives.WriteInt32BigEndian(header[4..], text.Length);
        lock (gate)
        {
            frames.Write(header);
            frames.Write(text);
            Wake();
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Wake();
        }
    }

    public byte[] ToArray()
    {
        lock (gate)
            return frames.ToArray();
    }

    /// <summary>Copies everything so far, then what comes, until the log is closed.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        var position = 0;
        while (true)
        {
            byte[] more;
            Task next;
            bool last;
            lock (gate)
            {
                more = frames.ToArray()[position..];
                (next, last) = (grown.Task, closed);
            }
            await target.WriteAsync(more, cancellationToken);
            await target.FlushAsync(cancellationToken);
            position += more.Length;
            if (last)
                return;
            await next.WaitAsync(cancellationToken);
        }
    }

    private void Wake()
    {
        grown.TrySetResult();
        grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
