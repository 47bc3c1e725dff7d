using System.Globalization;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Scaling;

/// <summary>From which size on a network is faster than one node of the baseline.</summary>
internal static class BreakEven
{
    public static string Sentence(ScaleModel network, ScaleModel? baseline, IReadOnlyList<int> nodes)
    {
        if (baseline is null)
            return "There is no measured baseline to compare with.";
        foreach (var count in nodes)
        {
            var saved = baseline.SecondsPerItem - (network.SecondsPerItem / count);
            var extra = network.Seconds(0, count) - baseline.FixedSeconds;
            if (extra <= 0 && saved >= 0)
                return $"Faster than one node of the baseline at any size, with {Nodes(count)}.";
            if (saved > 0)
                return string.Create(CultureInfo.InvariantCulture, $"Faster than one node of the baseline from {Math.Ceiling(extra / saved):N0} inferences on, with {Nodes(count)}.");
        }

        return "Not faster than one node of the baseline at any size or number of nodes projected here.";
    }

    private static string Nodes(int count) => count == 1 ? "one node" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} nodes");
}
