using System.Numerics;
using Survey.Devnets;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>One fault at a time: what the driver sees through it, and what it says where it cannot.</summary>
public sealed class OceanSingleFaultTests(OceanFixture fixture) : IClassFixture<OceanFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, FaultPlan> Survived { get; } = new()
    {
        { "latency", new FaultPlan { Latency = TimeSpan.FromMilliseconds(20) } },
        { "server errors", new FaultPlan { ServerErrors = 0.15, Seed = 3 } },
        { "dropped connections", new FaultPlan { DroppedConnections = 0.15, Seed = 5 } },
        { "slow results", new FaultPlan { SlowResults = TimeSpan.FromMilliseconds(300) } },
        { "truncated results", new FaultPlan { TruncatedResults = 0.5, Seed = 4 } },
    };

    [Theory]
    [MemberData(nameof(Survived))]
    public async Task Invoke_PredictsAllTheSame_Despite(string fault, FaultPlan plan)
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var network = fixture.Network();

        fixture.Devnet.Faults = plan;
        var invocation = await network.InvokeAsync(run, await network.DeployAsync(run, Token), Token);
        var proof = await network.TeardownAsync(journal.Open, Token);
        fixture.Devnet.Faults = FaultPlan.None;

        Assert.True(invocation.Predictions.Argmax.SequenceEqual(Enumerable.Range(0, 25).Select(index => index % 10)), fault);
        Assert.True(proof.IsClean, $"{fault}: {Left(proof)}");
    }

    [Fact]
    public async Task Invoke_FetchesTheResultLonger_WhenResultsAreSlow()
    {
        var delay = TimeSpan.FromMilliseconds(400);
        var (run, network, deployment) = await DeployAsync(new MemoryJournal());
        await using var _ = network;

        fixture.Devnet.Faults = new FaultPlan { SlowResults = delay };
        var invocation = await network.InvokeAsync(run, deployment, Token);
        fixture.Devnet.Faults = FaultPlan.None;

        Assert.True(invocation.Clocks.Entries[Clocks.Fetch].Value >= delay);
        Assert.True((await network.TeardownAsync(run.Journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task Invoke_BringsOtherPredictions_WhenTheNodeLies()
    {
        var (run, network, deployment) = await DeployAsync(new MemoryJournal());
        await using var _ = network;
        var honest = await network.InvokeAsync(run, deployment, Token);

        fixture.Devnet.Faults = new FaultPlan { LyingNodes = 1 };
        var lie = await network.InvokeAsync(run, deployment, Token);
        fixture.Devnet.Faults = FaultPlan.None;

        Assert.NotEqual(honest.Predictions.Hash, lie.Predictions.Hash);
        Assert.Equal(0, PredictionRecord.FirstDifference(honest.Predictions.Argmax, lie.Predictions.Argmax));
        Assert.True((await network.TeardownAsync(run.Journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task Invoke_SaysThatTheNodeIsDown_WhenEveryCallFails()
    {
        var (run, network, deployment) = await DeployAsync(new MemoryJournal());
        await using var _ = network;

        fixture.Devnet.Faults = new FaultPlan { ServerErrors = 1 };
        var failure = await Assert.ThrowsAnyAsync<NetworkException>(() => network.InvokeAsync(run, deployment, Token));
        fixture.Devnet.Faults = FaultPlan.None;

        Assert.Equal(NetworkErrorKind.Transient, failure.Kind);
        Assert.Contains("503", failure.Message, StringComparison.Ordinal);
        Assert.True((await network.TeardownAsync(run.Journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task Invoke_GivesUpClearly_WhenEveryResultBreaksOff()
    {
        var (run, network, deployment) = await DeployAsync(new MemoryJournal());
        await using var _ = network;

        fixture.Devnet.Faults = new FaultPlan { TruncatedResults = 1 };
        var failure = await Assert.ThrowsAsync<NetworkException>(() => network.InvokeAsync(run, deployment, Token));
        fixture.Devnet.Faults = FaultPlan.None;

        Assert.Contains("send imageLog", failure.Message, StringComparison.Ordinal);
        Assert.True((await network.TeardownAsync(run.Journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task Invoke_GivesUp_WhenTheJobIsStuck()
    {
        var (run, network, deployment) = await DeployAsync(new MemoryJournal());
        await using var _ = network;
        run = run with { Spec = run.Spec with { Limits = run.Spec.Limits with { Start = TimeSpan.FromMilliseconds(200), Run = TimeSpan.FromMilliseconds(200) } } };

        fixture.Devnet.Faults = new FaultPlan { StuckWork = 1 };
        var failure = await Assert.ThrowsAsync<NetworkException>(() => network.InvokeAsync(run, deployment, Token));
        fixture.Devnet.Faults = FaultPlan.None;

        Assert.Equal(NetworkErrorKind.Failed, failure.Kind);
        Assert.Contains("is still 'Pulling algorithm image' (10)", failure.Message, StringComparison.Ordinal);
        Assert.True((await network.TeardownAsync(run.Journal.Open, Token)).IsClean);
    }

    private async Task<(ExperimentRun Run, OceanNetwork Network, Deployment Deployment)> DeployAsync(MemoryJournal journal)
    {
        var run = fixture.Run(journal);
        var network = fixture.Network();
        return (run, network, await network.DeployAsync(run, Token));
    }

    private static string Left(TeardownProof proof) =>
        string.Join("; ", proof.Resources.Where(entry => entry.Fate == ResourceFate.Residue).Select(entry => entry.Evidence));
}

/// <summary>The node vanishes at work, with its engine; the chain stays.</summary>
public sealed class OceanLostNodeTests(OceanFixture fixture) : IClassFixture<OceanFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Teardown_LeavesNothing_WhenTheNodeComesBack()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var network = fixture.Network();
        await LoseAsync(network, run);

        var early = await network.TeardownAsync(journal.Open, Token);
        Assert.Equal(
            [OceanResources.ComputeJob, OceanResources.EscrowDeposit],
            early.Resources.Where(entry => entry.Fate == ResourceFate.Residue).Select(entry => entry.Resource.Kind));
        Assert.Contains("3 OCEAN stay locked until the node claims", early.Resources[1].Evidence, StringComparison.Ordinal);

        fixture.Devnet.Faults = FaultPlan.None;
        var late = await network.TeardownAsync(journal.Open, Token);

        Assert.True(late.IsClean, string.Join("; ", late.Resources.Select(entry => entry.Evidence)));
        Assert.Empty(await network.FindResidueAsync(new ResidueScope(run.RunId, run.Experiment, journal.Open), Token));
        Assert.Equal(137, Assert.Single(fixture.Devnet.Node.Engine.Jobs, job => (string?)job.Request.Metadata!["run"] == run.RunId).ExitCode);
    }

    [Fact]
    public async Task Teardown_FreesTheLockByItself_WhenTheNodeNeverComesBack()
    {
        await using var other = new OceanFixture();
        await other.InitializeAsync();
        var journal = new MemoryJournal();
        var run = other.Run(journal);
        await using (var network = other.Network())
            await LoseAsync(network, run, other);
        var (chain, addresses) = (other.Devnet.Chain.Chain, other.Devnet.Chain.Addresses);
        var payer = WellKnownKeys.Address(2);
        var before = await chain.GetTokenBalanceAsync(addresses.Ocean, payer);
        var locked = Assert.Single((await chain.ReadAsync<GetLocksFunction, LocksOutput>(addresses.Escrow, new() { Token = addresses.Ocean, Payer = payer, Payee = WellKnownKeys.Address(1) })).Locks);
        var later = TimeSpan.FromHours(2);
        await chain.For(ChainFixture.Account(9)).Client.SendRequestAsync<object>("evm_increaseTime", null, (long)later.TotalSeconds);

        // Another program, two hours later: all it has is the journal and the chain.
        await using var sweeping = other.Network(time: new LaterTime(later));
        var proof = await sweeping.TeardownAsync(journal.Open, Token);

        // Whether the job still runs there, nobody can say.
        Assert.Equal(OceanResources.ComputeJob, Assert.Single(proof.Resources, entry => entry.Fate == ResourceFate.Residue).Resource.Kind);
        Assert.Equal(before + locked.Amount, await chain.GetTokenBalanceAsync(addresses.Ocean, payer));
        var funds = await chain.ReadAsync<GetUserFundsFunction, FundsOutput>(addresses.Escrow, new() { Payer = payer, Token = addresses.Ocean });
        Assert.Equal((BigInteger.Zero, BigInteger.Zero), (funds.Available, funds.Locked));
    }

    private Task LoseAsync(OceanNetwork network, ExperimentRun run) => LoseAsync(network, run, fixture);

    private static async Task LoseAsync(OceanNetwork network, ExperimentRun run, OceanFixture fixture)
    {
        var deployment = await network.DeployAsync(run, Token);
        fixture.Devnet.Faults = new FaultPlan { LostNodes = 1 };

        var failure = await Assert.ThrowsAsync<NetworkException>(() => network.InvokeAsync(run, deployment, Token));

        Assert.Equal(NetworkErrorKind.Transient, failure.Kind);
        Assert.Contains("did not answer when asked to tell the status of a job", failure.Message, StringComparison.Ordinal);
    }

    private sealed class LaterTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}
