using System.Globalization;

namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>Times as Go writes them.</summary>
internal static class WireTime
{
    /// <summary>Go's zero time.</summary>
    public const string Never = "0001-01-01T00:00:00Z";

    /// <summary>RFC 3339 with as many digits of the second as there are.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Nanoseconds since 1970.</summary>
    public static long Nanoseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;

    /// <summary>A whole number of seconds as Go prints a duration: 5s, 1m30s, 2h0m0s.</summary>
    public static string Duration(long seconds)
    {
        var sign = seconds < 0 ? "-" : "";
        var span = TimeSpan.FromSeconds(Math.Abs((double)seconds));
        return span switch
        {
            { TotalHours: >= 1 } => $"{sign}{(long)span.TotalHours}h{span.Minutes}m{span.Seconds}s",
            { TotalMinutes: >= 1 } => $"{sign}{span.Minutes}m{span.Seconds}s",
            _ => $"{sign}{span.Seconds}s",
        };
    }
}
