namespace Survey.Devnets.Ocean.Http;

/// <summary>How many requests a minute are answered, from anybody.</summary>
internal sealed class RateLimit(int mostPerMinute, TimeProvider time)
{
    private readonly Lock gate = new();
    private long windowStart = time.GetTimestamp();
    private int count;

    /// <summary>Requests allowed in a minute; 0 allows all.</summary>
    public int MostPerMinute { get; set; } = mostPerMinute;

    /// <summary>Counts a request.</summary>
    /// <exception cref="Refusal">There were too many.</exception>
    public void Count()
    {
        if (MostPerMinute == 0)
            return;
        lock (gate)
        {
            if (time.GetElapsedTime(windowStart) >= TimeSpan.FromMinutes(1))
                (windowStart, count) = (time.GetTimestamp(), 0);
            if (++count > MostPerMinute)
                throw new Refusal(429, "Rate limit exceeded. Try again in 60 seconds.");
        }
    }
}
