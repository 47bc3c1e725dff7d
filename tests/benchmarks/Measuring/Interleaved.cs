namespace Survey.Benchmarks.Measuring;

/// <summary>Takes turns, so that whatever else the machine does falls on both sides alike.</summary>
internal static class Interleaved
{
    public static async Task<(double Ours, double Peer)> MedianAsync(int rounds, Func<Task<double>> ours, Func<Task<double>> peer)
    {
        var first = new List<double>();
        var second = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            // Whoever goes second finds caches warm or processors throttled: each is second every other time.
            if (round % 2 == 0)
                first.Add(await ours());
            second.Add(await peer());
            if (round % 2 == 1)
                first.Add(await ours());
        }

        return (Median(first), Median(second));
    }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
