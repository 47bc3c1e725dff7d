using System.Text;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>
/// The log of one execution: whole lines in the order they came, long ones cut. A last line without an end never shows up, as on a
/// real node.
/// </summary>
internal sealed class ExecutionLog
{
    private const int LongestLine = 16384;

    private readonly Lock gate = new();
    private readonly List<LogLine> lines = [];
    private readonly Dictionary<WorkStream, List<byte>> unfinished = new() { [WorkStream.Output] = [], [WorkStream.Error] = [] };
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool ended;

    /// <summary>How many lines there are, and whether more can come.</summary>
    public (int Count, bool Ended) State
    {
        get
        {
            lock (gate)
                return (lines.Count, ended);
        }
    }

    public void Append(WorkStream stream, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            var pending = unfinished[stream];
            foreach (var next in bytes)
            {
                pending.Add(next);
                if (next == '\n' || pending.Count == LongestLine)
                    Finish(stream, pending);
            }

            Signal();
        }
    }

    /// <summary>Whether it ended because its execution was cancelled.</summary>
    public bool WasCancelled { get; private set; }

    public void End(bool cancelled = false)
    {
        lock (gate)
        {
            WasCancelled |= cancelled && !ended;
            ended = true;
            Signal();
        }
    }

    public LogLine Line(int index)
    {
        lock (gate)
            return lines[index];
    }

    /// <summary>Waits until there are more lines than the given number, or the log has ended.</summary>
    public async Task WaitAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (lines.Count > count || ended)
                    return;
                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until the log says that it has ended. One whose execution was cancelled never does: its last mark is missing.</summary>
    public async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(int.MaxValue, cancellationToken);
        if (WasCancelled)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private void Finish(WorkStream stream, List<byte> pending)
    {
        lines.Add(new LogLine((int)stream, Encoding.UTF8.GetString([.. pending])));
        pending.Clear();
    }

    private void Signal()
    {
        changed.TrySetResult();
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>One line: 1 for standard output, 2 for standard error.</summary>
internal sealed record LogLine(int Type, string Line);
