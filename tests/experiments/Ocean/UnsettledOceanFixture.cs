namespace Survey.Experiments.Tests.Ocean;

/// <summary>A devnet that claims as seldom as the real node, so that finished jobs stay in state 71.</summary>
public sealed class UnsettledOceanFixture : OceanFixture
{
    private protected override IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string> { ["claim"] = "3600000" };
}
