using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>
/// How far each recorded job had come when a call was made: a call that changes something must find its job here as far as the recorded call
/// found it, however slow this machine is.
/// </summary>
internal sealed partial class Progress
{
    // Closer together than this, what came first cannot be told.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(4);

    private readonly SortedDictionary<string, SortedDictionary<int, DateTimeOffset>> events = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<int, string>> nodes = new(StringComparer.Ordinal);
    private readonly DateTimeOffset? begin;

    public Progress(IReadOnlyList<RecordedCall> calls)
    {
        foreach (var call in calls)
        {
            foreach (var item in HistoryComparer.Events(call.Answer))
                Learn(item["JobID"]?.ToString() ?? HistoryComparer.JobOf(call), item);
        }

        begin = calls.Select(BeginBy).FirstOrDefault(time => time is not null);
    }

    /// <summary>How many events of each job were stored before the call.</summary>
    public IEnumerable<(string Job, int Events)> Before(RecordedCall call)
    {
        if (begin is not { } start)
            yield break;
        var at = start.AddMilliseconds(call.AtMilliseconds) - Margin;
        foreach (var (job, times) in events)
        {
            if (times.Where(pair => pair.Value < at).Select(pair => pair.Key).DefaultIfEmpty().Max() is > 0 and var number)
                yield return (job, number);
        }
    }

    /// <summary>The recorded nodes that got work.</summary>
    public IEnumerable<string> Nodes => nodes.Values.SelectMany(asked => asked.Values).Distinct();

    /// <summary>The recorded nodes of a job's executions, in the order in which they were asked.</summary>
    public IReadOnlyList<string> NodesOf(string job) => nodes.TryGetValue(job, out var asked) ? [.. asked.Values.Distinct()] : [];

    /// <summary>A path whose seconds since 1970 are as far from now as they were from the recording.</summary>
    public string AsOfNow(string path) => begin is not { } recorded
        ? path
        : Since().Replace(path, match => string.Create(
            CultureInfo.InvariantCulture,
            $"since={long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - recorded.ToUnixTimeSeconds() + TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}"));

    [GeneratedRegex(@"since=(\d{10})")]
    private static partial Regex Since();

    // A job that was submitted by this call says what time it was.
    private DateTimeOffset? BeginBy(RecordedCall call) =>
        call.Answer is JsonObject answer && answer["JobID"]?.ToString() is { } job && call.Path.EndsWith("/orchestrator/jobs", StringComparison.Ordinal)
            && events.TryGetValue(job, out var times) && times.TryGetValue(1, out var submitted)
            ? submitted.AddMilliseconds(-call.AtMilliseconds)
            : null;

    private void Learn(string? job, JsonNode item)
    {
        if (job is null)
            return;
        if (!events.TryGetValue(job, out var times))
            events[job] = times = [];
        if (item["Event"]!["Details"]?["NodeID"] is { } node)
        {
            if (!nodes.TryGetValue(job, out var asked))
                nodes[job] = asked = [];
            asked[item["SeqNum"]!.GetValue<int>()] = node.ToString();
        }

        times[item["SeqNum"]!.GetValue<int>()] = DateTimeOffset.Parse(item["Time"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }
}
