using System.Globalization;
using Survey.Experiments.Running;

namespace Survey.Build.Terminal;

/// <summary>Events as plain lines, for pipes and build servers. Progress is a line at most every ten seconds per subject, and its end.</summary>
internal sealed class PlainEvents(TextWriter output, TimeProvider time) : IEventSink
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, long> reported = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public void Report(SurveyEvent occurrence)
    {
        lock (gate)
        {
            if (occurrence is ProgressEvent progress && !IsDue(progress))
                return;
            output.WriteLine(Line(occurrence));
        }
    }

    private static string Line(SurveyEvent occurrence) => occurrence switch
    {
        ProgressEvent { Total: > 0 } progress => string.Create(
            CultureInfo.InvariantCulture, $"{progress.Subject}: {progress.Done * 100 / progress.Total} %  {progress.Message}"),
        WarningEvent => $"{occurrence.Subject}: warning: {occurrence.Message}",
        _ => $"{occurrence.Subject}: {occurrence.Message}",
    };

    private bool IsDue(ProgressEvent progress)
    {
        var now = time.GetTimestamp();
        // The first one only starts the clock: what takes less than the interval needs no line.
        if (!reported.TryGetValue(progress.Subject, out var last))
        {
            reported[progress.Subject] = now;
            return false;
        }

        if (progress.Done != progress.Total && time.GetElapsedTime(last, now) < Interval)
            return false;
        reported[progress.Subject] = now;
        return true;
    }
}
