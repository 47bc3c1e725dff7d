namespace Survey.Experiments.Measuring;

/// <summary>
/// Named durations of one experiment. A clock that could not be read is there with its reason, never as zero.
/// </summary>
public sealed record Clocks
{
    /// <summary>Waiting for a place: submitted to placed.</summary>
    public const string Queue = "queue";

    /// <summary>Fetching the image.</summary>
    public const string Pull = "pull";

    /// <summary>From the image being there to the worker's model being loaded.</summary>
    public const string Start = "start";

    /// <summary>From model loaded to the first answer.</summary>
    public const string FirstAnswer = "first-answer";

    /// <summary>The work itself, first to last answer.</summary>
    public const string Compute = "compute";

    /// <summary>Bringing the results here.</summary>
    public const string Fetch = "fetch";

    /// <summary>Settling the bill.</summary>
    public const string Settle = "settle";

    /// <summary>From asking for deletion to the answer.</summary>
    public const string Teardown = "teardown";

    /// <summary>From asking for deletion to the proof that it is gone.</summary>
    public const string TimeToGone = "time-to-gone";

    /// <summary>Invoke as a whole, seen from the client.</summary>
    public const string Total = "total";

    /// <summary>No clocks yet.</summary>
    public static Clocks None { get; } = new();

    /// <summary>The clocks by name, in the order they were read.</summary>
    public IReadOnlyDictionary<string, Clock> Entries { get; init; } = new Dictionary<string, Clock>();

    /// <summary>These clocks and one more that was read.</summary>
    public Clocks With(string name, TimeSpan value) => With(name, new Clock(value, null));

    /// <summary>These clocks and one more that could not be read.</summary>
    public Clocks Without(string name, string reason) => With(name, new Clock(null, reason));

    /// <summary>These clocks and those of a later part.</summary>
    public Clocks Merge(Clocks later)
    {
        var entries = new Dictionary<string, Clock>(Entries);
        foreach (var (name, clock) in later.Entries)
            entries[name] = clock;
        return new Clocks { Entries = entries };
    }

    private Clocks With(string name, Clock clock) => new() { Entries = new Dictionary<string, Clock>(Entries) { [name] = clock } };
}

/// <summary>One duration, or why there is none.</summary>
/// <param name="Value">The duration; null when missing.</param>
/// <param name="Missing">The reason when missing; null otherwise.</param>
public sealed record Clock(TimeSpan? Value, string? Missing);
