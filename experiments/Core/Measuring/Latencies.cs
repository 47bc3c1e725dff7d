using HdrHistogram;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Measuring;

/// <summary>Percentiles of request latencies, by HdrHistogram with three significant digits.</summary>
public static class Latencies
{
    private const long LongestMicroseconds = 3_600_000_000;
    private const int SignificantDigits = 3;

    /// <summary>The summary over the warm requests; null when there is none.</summary>
    public static LatencySummary? Summarize(IReadOnlyList<RequestLatency> latencies)
    {
        var histogram = new LongHistogram(LongestMicroseconds, SignificantDigits);
        foreach (var latency in latencies.Where(latency => !latency.Cold))
            histogram.RecordValue(Math.Clamp((long)latency.Elapsed.TotalMicroseconds, 1, LongestMicroseconds));
        if (histogram.TotalCount == 0)
            return null;
        return new LatencySummary(
            (int)histogram.TotalCount, At(50), At(95), At(99), At(100), latencies.FirstOrDefault(latency => latency.Cold)?.Elapsed);

        TimeSpan At(double percentile) => TimeSpan.FromMicroseconds(histogram.GetValueAtPercentile(percentile));
    }
}
