namespace Survey.Devnets;

/// <summary>Tells whether a devnet is still of use: when it was last asked for something, and how much work it runs.</summary>
public sealed class DevnetActivity(TimeProvider time)
{
    private long lastTouched = time.GetTimestamp();
    private int running;

    /// <summary>Pieces of work running now.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>Time since the last request; zero while work is running.</summary>
    public TimeSpan Idle => Running > 0 ? TimeSpan.Zero : time.GetElapsedTime(Interlocked.Read(ref lastTouched));

    /// <summary>Notes a request.</summary>
    public void Touch() => Interlocked.Exchange(ref lastTouched, time.GetTimestamp());

    /// <summary>Notes work that has begun; dispose the answer when it ends.</summary>
    public IDisposable Begin()
    {
        Interlocked.Increment(ref running);
        return new Work(this);
    }

    private sealed class Work(DevnetActivity activity) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) != 0)
                return;
            activity.Touch();
            Interlocked.Decrement(ref activity.running);
        }
    }
}
