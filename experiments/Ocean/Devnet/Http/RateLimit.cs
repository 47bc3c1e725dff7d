namespace Survey.Devnets.Ocean.Http;

/// <summary>Requests allowed in a minute, from anybody; 0 allows all.</summary>
internal sealed class RateLimit(int mostPerMinute, TimeProvider time)
{
    private readonly Lock gate = new();
    private long windowStart = time.GetTimestamp();
    private int count;

    /// <summary>Counts a request.</summary>
    /// <exception cref="Refusal">There were too many.</exception>
    public void Count()
    {
        if (mostPerMinute == 0)
            return;
        lock (gate)
        {
            if (time.GetElapsedTime(windowStart) >= TimeSpan.FromMinutes(1))
                (windowStart, count) = (time.GetTimestamp(), 0);
            if (++count > mostPerMinute)
                throw new Refusal(429, "Rate limit exceeded. Try again in 60 seconds.");
        }
    }
}
