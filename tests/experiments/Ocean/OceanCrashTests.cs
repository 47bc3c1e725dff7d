using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>What a program leaves that dies at a bad moment, and that the journal alone is enough to take it back.</summary>
public sealed class OceanCrashTests(OceanFixture fixture) : IClassFixture<OceanFixture>
{
    // Three assets, one deposit, one job; each is intended, then created.
    private const int JournalLines = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, JournalLines)];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Teardown_LeavesNothing_WhenTheProgramDiedBeforeAnyLineOfTheJournal(int line)
    {
        var journal = new DyingJournal(line);
        var run = fixture.Run(new MemoryJournal()) with { Journal = journal };
        await using (var dying = fixture.Network())
            await Assert.ThrowsAsync<PowerCutException>(async () => await dying.InvokeAsync(run, await dying.DeployAsync(run, Token), Token));

        await AssertTakenBackAsync(run, journal.Written);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Teardown_GetsTheMoneyBack_WhenTheProgramDiedInTheEscrow(int step)
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var dying = fixture.Network();
        var deployment = await dying.DeployAsync(run, Token);
        var (context, _) = await dying.OpenAsync(Token);
        var quote = new EscrowQuote(context.NodeAddress, context.Addresses.Ocean, context.Token.ToSmallest(3), 7320);
        var resource = await IntendDepositAsync(run, context, quote, deployment);
        await SendAsync(context, quote.Token, new ApproveFunction { Spender = context.Addresses.Escrow, Amount = quote.Amount });
        if (step > 1)
            await SendAsync(context, context.Addresses.Escrow, new DepositFunction { Token = quote.Token, Amount = quote.Amount });
        if (step > 2)
            await SendAsync(context, context.Addresses.Escrow, new AuthorizeFunction { Token = quote.Token, Payee = quote.Payee, MaxLockedAmount = quote.Amount, MaxLockSeconds = 7320, MaxLockCounts = 1 });
        Assert.Equal(step > 1, (await dying.FindResidueAsync(new ResidueScope(run.RunId, run.Experiment, [resource]), Token)).Any(entry => entry.Kind == OceanResources.EscrowDeposit));

        await AssertTakenBackAsync(run, journal.Open);
        Assert.True((await context.Chain.QueryAsync<AllowanceFunction, System.Numerics.BigInteger>(quote.Token, new() { Owner = context.Consumer.Address, Spender = context.Addresses.Escrow })).IsZero);
    }

    [Fact]
    public async Task Teardown_TouchesNothing_WhenTheChainBeganAnew()
    {
        var journal = new MemoryJournal();
        var run = fixture.Run(journal);
        await using var network = fixture.Network();
        await network.DeployAsync(run, Token);
        // Another run's NFT at the address that the journal remembers, and an address with nothing.
        var strangers = journal.Open.Select(resource => resource with { Name = $"other-{resource.Name}" }).Append(journal.Open[0] with { Id = "0x00000000000000000000000000000000000000aa" });

        var proof = await network.TeardownAsync([.. strangers], Token);

        Assert.All(proof.Resources, resource => Assert.Equal(ResourceFate.Gone, resource.Fate));
        Assert.Equal(3, (await network.FindResidueAsync(new ResidueScope(run.RunId, run.Experiment, []), Token)).Count);
        Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
    }

    [Fact]
    public async Task FindResidue_LeavesTheMoneyOfOthersAlone_WhenTwoExperimentsShareAnAccount()
    {
        var (first, second) = (new MemoryJournal(), new MemoryJournal());
        var (one, other) = (fixture.Run(first), fixture.Run(second));
        await using var network = fixture.Network();
        await network.InvokeAsync(one, await network.DeployAsync(one, Token), Token);
        await network.InvokeAsync(other, await network.DeployAsync(other, Token), Token);
        var journalled = first.Open;

        Assert.True((await network.TeardownAsync(journalled, Token)).IsClean);

        Assert.Empty(await network.FindResidueAsync(new ResidueScope(one.RunId, one.Experiment, journalled), Token));
        Assert.NotEmpty(await network.FindResidueAsync(new ResidueScope(other.RunId, other.Experiment, second.Open), Token));
        Assert.True((await network.TeardownAsync(second.Open, Token)).IsClean);
    }

    private static async Task<Resource> IntendDepositAsync(ExperimentRun run, OceanContext context, EscrowQuote quote, Deployment deployment)
    {
        var environments = await context.Client.GetEnvironmentsAsync(context.Addresses.ChainId, Token);
        var plan = new JobPlan { Run = run, Options = new OceanOptions(), Environment = environments[0], Assets = [], Container = [], Attempt = deployment.Id![^32..] };
        var resource = OceanResources.ForDeposit(plan, quote, await context.Chain.GetBlockNumberAsync());
        await run.Journal.IntendAsync(resource, Token);
        return resource;
    }

    private static Task SendAsync<T>(OceanContext context, string contract, T message)
        where T : Nethereum.Contracts.FunctionMessage, new() => context.Chain.SendAsync(context.Consumer, contract, message, "test", Token);

    // Another program, with nothing but the journal.
    private async Task AssertTakenBackAsync(ExperimentRun run, IReadOnlyList<Resource> journalled)
    {
        await using var sweeping = fixture.Network();
        var proof = await sweeping.TeardownAsync(journalled, Token);
        Assert.True(proof.IsClean, string.Join("; ", proof.Resources.Select(resource => resource.Evidence)));
        Assert.Empty(await sweeping.FindResidueAsync(new ResidueScope(run.RunId, run.Experiment, journalled), Token));
        var (context, trail) = await sweeping.OpenAsync(Token);
        var desk = new EscrowDesk(context, trail);
        var funds = await desk.FundsAsync(context.Addresses.Ocean);
        Assert.True(funds.Available.IsZero && funds.Locked.IsZero, $"{funds.Available} free, {funds.Locked} locked.");
        Assert.False(await desk.IsAuthorizedAsync(new EscrowQuote(context.NodeAddress, context.Addresses.Ocean, 0, 0), Token));
        Assert.All(fixture.Devnet.Node.Engine.Jobs, job => Assert.False(job.IsRunning));
    }

    private sealed class PowerCutException : Exception;

    /// <summary>A journal that is there up to a line and dies before it, and with it whoever writes it.</summary>
    private sealed class DyingJournal(int line) : IExperimentJournal
    {
        private readonly MemoryJournal written = new();
        private int count;

        public IReadOnlyList<Resource> Written => written.Open;

        public IReadOnlyList<Resource> Open => written.Open;

        public Task<JournalTicket> IntendAsync(Resource resource, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref count) > line ? throw new PowerCutException() : written.IntendAsync(resource, cancellationToken);

        public Task CreatedAsync(JournalTicket ticket, Resource resource, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref count) > line ? throw new PowerCutException() : written.CreatedAsync(ticket, resource, cancellationToken);
    }
}
