using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>
/// Places for log streams: as many as come; or, with the defect of 1.9.3, one per node, in the order in which they are asked for. There, a
/// heartbeat between orchestrator and node is to end streams whose client has gone, but compares the wrong way round (<c>getNotActiveStreamIds</c>
/// in <c>pkg/nats/stream/consumer_client.go</c>): it ends the open stream when another one was asked for shortly before, and no other ever.
/// </summary>
internal sealed class LogSlots : IDisposable
{
    private readonly bool onlyOne;
    private readonly TimeSpan recent;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim slot = new(1, 1);
    private readonly Lock gate = new();
    private readonly ITimer? heartbeat;
    private long? lastAsked;
    private LogTurn? current;

    public LogSlots(bool onlyOne, BacalhauTiming timing, TimeProvider time)
    {
        this.onlyOne = onlyOne;
        this.time = time;
        recent = timing.RecentLog;
        if (onlyOne)
            heartbeat = time.CreateTimer(_ => Beat(), null, timing.LogHeartbeat, timing.LogHeartbeat);
    }

    /// <summary>Waits for a place. With the defect, the wait ends only when the stream before it has ended.</summary>
    public async Task<LogTurn> TakeAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        if (!onlyOne)
            return new LogTurn(asked, _ => { });
        lock (gate)
            lastAsked = asked;
        await slot.WaitAsync(cancellationToken);
        var turn = new LogTurn(asked, Return);
        lock (gate)
            current = turn;
        return turn;
    }

    public void Dispose()
    {
        heartbeat?.Dispose();
        LogTurn? open;
        lock (gate)
            open = current;
        open?.End();
    }

    private void Beat()
    {
        LogTurn? open;
        lock (gate)
            open = lastAsked is { } last && IsRecent(last) && current is { } turn && !IsRecent(turn.Asked) ? turn : null;
        open?.End();
    }

    private bool IsRecent(long asked) => time.GetElapsedTime(asked) < recent;

    private void Return(LogTurn turn)
    {
        lock (gate)
            current = current == turn ? null : current;
        slot.Release();
    }
}

/// <summary>A place for one log stream; it is given back when disposed of.</summary>
internal sealed class LogTurn(long asked, Action<LogTurn> giveBack) : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private int isBack;

    /// <summary>When it was asked for.</summary>
    public long Asked { get; } = asked;

    /// <summary>Cancelled when the node ends the stream by itself.</summary>
    public CancellationToken Ended => ended.Token;

    public void End() => ended.Cancel();

    /// <summary>Keeps the place though nobody reads any more, until what the stream waits for has come or the node ends it.</summary>
    public async Task HoldAsync(Func<CancellationToken, Task> wait)
    {
        try
        {
            await wait(Ended);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ApiException)
        {
            // The node has ended the stream, or what it waits for never comes.
        }
        finally
        {
            Dispose();
        }
    }

    // The source is not disposed of: the node may end a stream in the moment in which it ends by itself.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isBack, 1) == 0)
            giveBack(this);
    }
}
