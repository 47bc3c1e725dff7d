namespace Survey.Experiments.Bacalhau;

/// <summary>
/// How long to pause between two looks at a job. A thirtieth of what was waited already, so that waiting adds 3 % at most to what it waits
/// for; and longer when many jobs are followed, because the server refuses a client more than 1,000 requests a second.
/// </summary>
internal sealed class PollPace(TimeSpan longest)
{
    private const double Share = 1.0 / 30;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan PerFollower = TimeSpan.FromMilliseconds(2.5);
    private int followers;

    /// <summary>Counts as a follower until it is disposed of.</summary>
    public IDisposable Follow()
    {
        Interlocked.Increment(ref followers);
        return new Follower(this);
    }

    /// <summary>The pause after so much waiting since the last news.</summary>
    public TimeSpan After(TimeSpan waited)
    {
        var fair = PerFollower * Volatile.Read(ref followers);
        var pause = waited * Share;
        if (pause > longest)
            pause = longest;
        if (pause < Shortest)
            pause = Shortest;
        return pause < fair ? fair : pause;
    }

    private sealed class Follower(PollPace pace) : IDisposable
    {
        private PollPace? pace = pace;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref pace, null) is { } followed)
                Interlocked.Decrement(ref followed.followers);
        }
    }
}
