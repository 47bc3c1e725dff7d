using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>A node that claims seldom, and for many jobs at once.</summary>
public sealed class OceanSettlementTests(UnsettledOceanFixture fixture) : IClassFixture<UnsettledOceanFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MoneyTrail_AddsUp_WhenTheNodeClaimsForTwoExperimentsAtOnce()
    {
        var (first, second) = (new MemoryJournal(), new MemoryJournal());
        await using var one = fixture.Network();
        await using var other = fixture.Network();
        var before = await Balances.ReadAsync(fixture.Devnet);
        var trail = new List<Payment>();
        foreach (var (network, journal) in new[] { (one, first), (other, second) })
        {
            var run = fixture.Run(journal);
            var deployment = await network.DeployAsync(run, Token);
            trail.AddRange([.. deployment.Payments, .. (await network.InvokeAsync(run, deployment, Token)).Payments]);
        }

        await fixture.Devnet.Node.Escrow.SettleAsync(Token);
        foreach (var (network, journal) in new[] { (one, first), (other, second) })
        {
            var proof = await network.TeardownAsync(journal.Open, Token);
            Assert.True(proof.IsClean, string.Join("; ", proof.Resources.Select(resource => resource.Evidence)));
            trail.AddRange(proof.Payments);
        }

        Assert.Single(trail.Where(payment => payment.What == "claim").Select(payment => payment.TransactionId).Distinct());
        before.AssertAddsUp(trail, await Balances.ReadAsync(fixture.Devnet));
    }

    [Fact]
    public async Task Teardown_TellsWhatIsStillLockedAndGetsItLater_WhenTheNodeHasNotClaimed()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var impatient = fixture.Network(new OceanSettings { Poll = TimeSpan.FromMilliseconds(30), Settlement = TimeSpan.Zero });
        await impatient.InvokeAsync(run, await impatient.DeployAsync(run, Token), Token);

        var early = await impatient.TeardownAsync(journal.Open, Token);
        var residue = Assert.Single(early.Resources, resource => resource.Fate == ResourceFate.Residue);
        Assert.Contains("3 OCEAN stay locked until the node claims", residue.Evidence, StringComparison.Ordinal);
        Assert.Equal(residue.Resource.Name, Assert.Single(await impatient.FindResidueAsync(new ResidueScope(run.RunId, run.Experiment, journal.Open), Token)).Name);

        await fixture.Devnet.Node.Escrow.SettleAsync(Token);
        Assert.True((await impatient.TeardownAsync(journal.Open, Token)).IsClean);
        Assert.Empty(await impatient.FindResidueAsync(new ResidueScope(run.RunId, run.Experiment, journal.Open), Token));
    }
}
