using Survey.Devnets;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>Whole lives of experiments on the devnet: real contracts, real money movements.</summary>
public sealed class OceanLifeTests(OceanFixture fixture) : IClassFixture<OceanFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PaidJob_BringsPredictionsAndLeavesNothing_WhenRunToItsEnd()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var network = fixture.Network();

        var quote = await network.QuoteAsync(run, Token);
        Assert.Equal(new Money(8.005m, "OCEAN"), quote.Ceiling);
        var deployment = await network.DeployAsync(run, Token);
        var invocation = await network.InvokeAsync(run, deployment, Token);
        Assert.Equal([.. Enumerable.Range(0, 25).Select(index => index % 10)], invocation.Predictions.Argmax);
        Assert.Equal(
            [OceanResources.DataNft, OceanResources.DataNft, OceanResources.DataNft, OceanResources.EscrowDeposit, OceanResources.ComputeJob],
            journal.Open.Select(resource => resource.Kind));
        Assert.NotEmpty(await network.FindResidueAsync(new ResidueScope(run.RunId, run.Experiment, []), Token));

        var proof = await network.TeardownAsync(journal.Open, Token);

        Assert.True(proof.IsClean, string.Join("; ", proof.Resources.Select(resource => resource.Evidence)));
        Assert.Empty(await network.FindResidueAsync(new ResidueScope(run.RunId, run.Experiment, journal.Open), Token));
        var log = Directory.GetFiles(run.Folder, "algorithm.log", SearchOption.AllDirectories).Single();
        Assert.Contains("predicting 25 images", await File.ReadAllTextAsync(log, Token), StringComparison.Ordinal);
        Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task MoneyTrail_AddsUpToTheSmallestUnit_WhenHeldAgainstTheBalances()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var network = fixture.Network();
        var before = await Balances.ReadAsync(fixture.Devnet);

        var deployment = await network.DeployAsync(run, Token);
        var invocation = await network.InvokeAsync(run, deployment, Token);
        var proof = await network.TeardownAsync(journal.Open, Token);

        var after = await Balances.ReadAsync(fixture.Devnet);
        before.AssertAddsUp([.. deployment.Payments, .. invocation.Payments, .. proof.Payments], after);

        decimal Earned(string role) => after[(role, "OCEAN")] - before[(role, "OCEAN")];
        Assert.Equal(-(5m + 0.005m + 1.5m), Earned("client"));
        Assert.Equal(1.4985m, Earned("operator"));
        Assert.Equal(0m, Earned("escrow"));
        Assert.Equal(0m, Earned("client") + Earned("model owner") + Earned("operator") + Earned("community") + Earned("escrow") + Earned("exchange"));
    }

    [Fact]
    public async Task SecondWorkload_ReusesTheOrders_WhenTheyStillHold()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var network = fixture.Network();
        var deployment = await network.DeployAsync(run, Token);

        var first = await network.InvokeAsync(run, deployment, Token);
        var second = await network.InvokeAsync(run, deployment, Token);

        Assert.Equal(3, first.Payments.Count(payment => payment.What.StartsWith("gas: order", StringComparison.Ordinal)));
        Assert.DoesNotContain(second.Payments, payment => payment.What.Contains("order", StringComparison.Ordinal));
        Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task FreeJob_CostsNothingButGas_WhenAssetsAreFree()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal, new OceanOptions { Free = true });
        await using var network = fixture.Network();

        Assert.Equal(0m, (await network.QuoteAsync(run, Token)).Ceiling.Amount);
        var deployment = await network.DeployAsync(run, Token);
        var invocation = await network.InvokeAsync(run, deployment, Token);

        Assert.Equal(25, invocation.Predictions.Argmax.Count);
        Assert.Empty(invocation.Payments);
        Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task Invoke_TellsTheExitCodeAndTeardownGetsTheMoneyBack_WhenTheWorkFails()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var network = fixture.Network();
        var deployment = await network.DeployAsync(run, Token);
        var before = await Balances.ReadAsync(fixture.Devnet);
        fixture.Devnet.Faults = new FaultPlan { FailedWork = 1 };

        var failed = await Assert.ThrowsAsync<NetworkException>(() => network.InvokeAsync(run, deployment, Token));
        fixture.Devnet.Faults = FaultPlan.None;

        Assert.Equal(NetworkErrorKind.Failed, failed.Kind);
        Assert.Contains("exit code 1", failed.Message, StringComparison.Ordinal);
        var proof = await network.TeardownAsync(journal.Open, Token);
        Assert.True(proof.IsClean, string.Join("; ", proof.Resources.Select(resource => resource.Evidence)));
        var after = await Balances.ReadAsync(fixture.Devnet);
        Assert.Equal(before[("escrow", "OCEAN")], after[("escrow", "OCEAN")]);
        before.AssertAddsUp(proof.Payments, after);
    }

    [Fact]
    public async Task Teardown_StopsAJobThatNeverBegins_WhenInvokeWasGivenUp()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var network = fixture.Network();
        var deployment = await network.DeployAsync(run, Token);
        var before = await Balances.ReadAsync(fixture.Devnet);
        fixture.Devnet.Faults = new FaultPlan { StuckWork = 1 };
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var invoke = network.InvokeAsync(run, deployment, giveUp.Token);
        await WaitUntilAsync(() => journal.Open.Any(resource => resource.Kind == OceanResources.ComputeJob && resource.Id is not null));
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoke);
        fixture.Devnet.Faults = FaultPlan.None;

        var proof = await network.TeardownAsync(journal.Open, Token);

        Assert.True(proof.IsClean, string.Join("; ", proof.Resources.Select(resource => resource.Evidence)));
        Assert.Equal(before[("escrow", "OCEAN")], (await Balances.ReadAsync(fixture.Devnet))[("escrow", "OCEAN")]);
    }

    private static async Task WaitUntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(10, Token);
    }
}
