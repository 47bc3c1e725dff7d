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
            first.Add(await ours());
            second.Add(await peer());
        }

        return (Median(first), Median(second));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
