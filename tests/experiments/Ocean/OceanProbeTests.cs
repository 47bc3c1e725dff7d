using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>Probes on a node that does what the documentation says.</summary>
public sealed class OceanProbeTests(OceanFixture fixture) : IClassFixture<OceanFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versioning_TellsWhatABuyerSees_WhenAnAssetChangesItsState()
    {
        var journal = new MemoryJournal();
        await using var network = fixture.Network();
        var before = await Balances.ReadAsync(fixture.Devnet);

        var result = await network.ProbeAsync("versioning", fixture.Run(journal), Token);

        Assert.All(result.Steps, step => Assert.True(step.Succeeded, $"{step.Name}: {step.Observed}"));
        Assert.Equal("The node serves 'Model v2' under the same DID; an order is quoted.", Seen(result, "update to version 2"));
        Assert.Equal("The node serves 'Model v1' under the same DID; an order is quoted.", Seen(result, "roll back to version 1"));
        Assert.StartsWith("The node serves 'Model v1' under the same DID; an order is refused:", Seen(result, "disable ordering"), StringComparison.Ordinal);
        Assert.StartsWith("The node serves only a stub marked deprecated; an order is refused:", Seen(result, "revoke"), StringComparison.Ordinal);
        Assert.EndsWith("Orders are refused after: disable ordering, end of life, deprecate, revoke.", result.Verdict, StringComparison.Ordinal);
        before.AssertAddsUp(result.Payments, await Balances.ReadAsync(fixture.Devnet));
        Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task Access_RefusesEverythingButThePublicStatus_WhenTheNodeIsAsDocumented()
    {
        var journal = new MemoryJournal();
        await using var network = fixture.Network();
        var run = fixture.Run(journal);
        await network.InvokeAsync(run, await network.DeployAsync(run, Token), Token);

        var result = await network.ProbeAsync("access", run, Token);

        Assert.Equal("Not refused: job status without authentication.", result.Verdict);
        Assert.Equal(5, result.Steps.Count);
        Assert.Contains(result.Payments, payment => payment.To == "model owner" && payment.Amount.Currency == "OCEAN");
        var proof = await network.TeardownAsync(journal.Open, Token);
        Assert.True(proof.IsClean, string.Join("; ", proof.Resources.Select(resource => resource.Evidence)));
    }

    internal static string Seen(ProbeResult result, string step) => result.Steps.Single(entry => entry.Name == step).Observed;
}

/// <summary>The same probes on a node that deviates wherever version 3.2.0 does.</summary>
public sealed class OceanProbeOfDeviationsTests(DeviatingOceanFixture fixture) : IClassFixture<DeviatingOceanFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versioning_TellsThatOrdersGoOn_WhenTheStateIsCheckedByIndex()
    {
        var journal = new MemoryJournal();
        await using var network = fixture.Network();

        var result = await network.ProbeAsync("versioning", fixture.Run(journal), Token);

        Assert.Equal(["end of life"], result.Steps.Where(step => !step.Succeeded).Select(step => step.Name));
        Assert.EndsWith("still quoted after: end of life.", result.Verdict, StringComparison.Ordinal);
        Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task Access_TellsWhatIsNotRefusedAndStopsWhatStarted_WhenUnentitledCallsAreLetThrough()
    {
        var journal = new MemoryJournal();
        await using var network = fixture.Network();
        var run = fixture.Run(journal);
        await network.InvokeAsync(run, await network.DeployAsync(run, Token), Token);

        var result = await network.ProbeAsync("access", run, Token);

        Assert.All(result.Steps, step => Assert.False(step.Succeeded, step.Name));
        Assert.All(fixture.Devnet.Node.Engine.Jobs, job => Assert.False(job.IsRunning));
        var proof = await network.TeardownAsync(journal.Open, Token);
        Assert.True(proof.IsClean, string.Join("; ", proof.Resources.Select(resource => resource.Evidence)));
    }
}

/// <summary>A devnet that deviates as version 3.2.0 does, except that it settles soon.</summary>
public sealed class DeviatingOceanFixture : OceanFixture
{
    private protected override IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string> { ["claim"] = "300", ["v3.2.0"] = "true" };
}
