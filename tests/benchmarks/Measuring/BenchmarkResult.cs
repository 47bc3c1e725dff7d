using System.Globalization;

namespace Survey.Benchmarks.Measuring;

/// <summary>A pair of medians.</summary>
internal sealed record BenchmarkResult(string Name, double Ours, double Peer, string Unit, Bar Bar)
{
    public double Ratio => Ours / Peer;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: ratio {Ratio:0.###} (ours {Ours:#,0.##} {Unit}, peer {Peer:#,0.##} {Unit}), bar {Bar}: {(Bar.IsKept(Ratio) ? "kept" : "missed")}");
}
