using System.Globalization;

namespace Survey.Benchmarks.Measuring;

/// <summary>What a ratio of ours to the peer's has to keep.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="AtLeast">Whether the ratio must be at least that; at most otherwise.</param>
internal sealed record Bar(double Limit, bool AtLeast)
{
    public bool IsKept(double ratio) => AtLeast ? ratio >= Limit : ratio <= Limit;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? ">=" : "<=")} {Limit:0.###}");
}
