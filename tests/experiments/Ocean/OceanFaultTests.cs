using System.Numerics;
using Survey.Devnets;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Survey.Tests;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>Many jobs while requests fail, connections break, results break off and work fails: none lost, no escrow locked, no token lost.</summary>
public sealed class OceanFaultTests(OceanFixture fixture) : IClassFixture<OceanFixture>
{
    private static readonly FaultPlan Trouble = new()
    {
        ServerErrors = 0.05,
        DroppedConnections = 0.05,
        TruncatedResults = 0.1,
        FailedWork = 0.05,
        Latency = TimeSpan.FromMilliseconds(2),
        Seed = 7,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task TenJobs_LoseNothing_WhenTheNodeIsInTrouble() => RunAsync(experiments: 2, jobsEach: 5);

    [Fact]
    [Soak]
    public Task HundredJobs_LoseNothing_WhenTheNodeIsInTrouble() => RunAsync(experiments: Soak.Share(10), jobsEach: 10);

    [Fact]
    public async Task Stop_IsRepeatedUntilTheNodeRemembersIt_WhenTheFirstIsLost()
    {
        await using var forgetful = new ForgetfulOceanFixture();
        await forgetful.InitializeAsync();
        var journal = new MemoryJournal();
        var run = forgetful.Run(journal, new OceanOptions { Free = true });
        run = run with { InputCount = 1_000_000 };
        await using var network = forgetful.Network();
        var deployment = await network.DeployAsync(run, Token);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var invoke = network.InvokeAsync(run, deployment, giveUp.Token);
        var node = forgetful.Devnet.Node;
        // Stopped in the moment in which version 3.2.0 forgets it: state 40, container not started.
        while (!node.Engine.Jobs.Any(job => (int)job.Status == 40 && job.AlgorithmStart is null))
            await Task.Delay(1, Token);
        var job = node.Engine.Jobs.Single();
        job.StopRequested = true;
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => invoke);

        Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
        Assert.False(job.IsRunning);
    }

    [Fact]
    public async Task Invoke_WaitsForRoom_WhenTheNodeIsBusyWithOtherJobs()
    {
        await using var narrow = new NarrowOceanFixture();
        await narrow.InitializeAsync();
        await using var network = narrow.Network();
        MemoryJournal[] journals = [new(), new(), new()];

        var invocations = await Task.WhenAll(journals.Select(async journal =>
        {
            var run = narrow.Run(journal, new OceanOptions { Free = true });
            return await network.InvokeAsync(run, await network.DeployAsync(run, Token), Token);
        }));

        Assert.All(invocations, invocation => Assert.Equal(25, invocation.Predictions.Argmax.Count));
        foreach (var journal in journals)
            Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
    }

    private async Task RunAsync(int experiments, int jobsEach)
    {
        var devnet = fixture.Devnet;
        await using var network = fixture.Network();
        var earlier = devnet.Node.Engine.Jobs.Count;
        var lives = await Task.WhenAll(Enumerable.Range(0, experiments).Select(_ => DeployAsync(network)));
        devnet.Faults = Trouble;
        var outcomes = await Task.WhenAll(lives.SelectMany(life => Enumerable.Range(0, jobsEach).Select(_ => InvokeAsync(network, life))));
        var proofs = await Task.WhenAll(lives.Select(life => network.TeardownAsync(life.Journal.Open, Token)));
        devnet.Faults = FaultPlan.None;

        Assert.All(proofs, proof => Assert.True(proof.IsClean, string.Join("; ", proof.Resources.Where(entry => entry.Fate == ResourceFate.Residue).Select(entry => entry.Evidence))));
        var jobs = devnet.Node.Engine.Jobs.Skip(earlier).ToList();
        Assert.Equal(experiments * jobsEach, jobs.Count);
        Assert.Equal(jobs.Count(job => job.ExitCode == 0), outcomes.Count(succeeded => succeeded));
        Assert.Equal(jobs.Count, jobs.Select(job => (string?)job.Request.Metadata!["attempt"]).Distinct().Count());
        await AssertNothingIsHeldAsync(lives);
    }

    private async Task<Life> DeployAsync(OceanNetwork network)
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        return new Life(run, journal, await network.DeployAsync(run, Token));
    }

    private static async Task<bool> InvokeAsync(OceanNetwork network, Life life)
    {
        try
        {
            return (await network.InvokeAsync(life.Run, life.Deployment, Token)).Predictions.Argmax.Count == life.Run.InputCount;
        }
        catch (NetworkException exception) when (exception.Kind == NetworkErrorKind.Failed && exception.Message.Contains("exit code 1", StringComparison.Ordinal))
        {
            return false; // The injected failure of the work itself, told as such.
        }
    }

    private async Task AssertNothingIsHeldAsync(IReadOnlyList<Life> lives)
    {
        var (chain, addresses) = (fixture.Devnet.Chain.Chain, fixture.Devnet.Chain.Addresses);
        var (payer, payee) = (WellKnownKeys.Address(2), WellKnownKeys.Address(1));
        var funds = await chain.ReadAsync<GetUserFundsFunction, FundsOutput>(addresses.Escrow, new() { Payer = payer, Token = addresses.Ocean });
        Assert.Equal((BigInteger.Zero, BigInteger.Zero), (funds.Available, funds.Locked));
        Assert.Empty((await chain.ReadAsync<GetLocksFunction, LocksOutput>(addresses.Escrow, new() { Token = addresses.Ocean, Payer = payer, Payee = payee })).Locks);
        var authorization = Assert.Single((await chain.ReadAsync<GetAuthorizationsFunction, AuthorizationsOutput>(
            addresses.Escrow, new() { Token = addresses.Ocean, Payer = payer, Payee = payee })).Authorizations);
        Assert.Equal(BigInteger.Zero, authorization.MaxLockedAmount);
        foreach (var asset in lives.SelectMany(life => System.Text.Json.JsonSerializer.Deserialize<PublishedAsset[]>(life.Deployment.Properties[OceanDeploy.AssetsProperty])!))
            Assert.Equal(BigInteger.Zero, await chain.GetTokenBalanceAsync(asset.Datatoken, payer));
    }

    private sealed record Life(ExperimentRun Run, MemoryJournal Journal, Deployment Deployment);

    /// <summary>Room for one free job at a time.</summary>
    private sealed class NarrowOceanFixture : OceanFixture
    {
        private protected override IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string> { ["free-cpu"] = "1" };
    }

    private sealed class ForgetfulOceanFixture : OceanFixture
    {
        private protected override IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string> { ["claim"] = "300", ["lost-stop"] = "true" };
    }
}
