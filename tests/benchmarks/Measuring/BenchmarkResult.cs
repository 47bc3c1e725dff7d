using System.Globalization;

namespace Survey.Benchmarks.Measuring;

/// <summary>A pair of medians.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Bar">What the ratio has to keep.</param>
/// <param name="Against">The peer, where it is another one than the benchmark's.</param>
internal sealed record BenchmarkResult(string Name, double Ours, double Peer, string Unit, Bar Bar, string? Against = null)
{
    public double Ratio => Ours / Peer;

    /// <summary><c>pass</c> or <c>below</c>.</summary>
    public string Verdict => Bar.IsKept(Ratio) ? "pass" : "below";

    /// <summary>A figure with as many digits as mean something.</summary>
    public static string Figure(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: ratio {Ratio:0.00##} (ours {Figure(Ours)} {Unit}, peer {Figure(Peer)} {Unit}), bar {Bar}: {Verdict}");
}
