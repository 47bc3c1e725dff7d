using System.Net;
using System.Net.Sockets;
using Survey.Experiments;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Worker.Tests.Containers;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Networks;

/// <summary>The baseline: batch and service, in containers and as plain processes, in good and in bad times.</summary>
[Collection(nameof(PackedWorker))]
public sealed class DockerNetworkTests(PackedWorker packed) : IAsyncDisposable
{
    private readonly DockerFixture fixture = new(packed);

    public static TheoryData<IsolationKind> Kinds => [IsolationKind.Process, IsolationKind.Docker];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Batch_PredictsLikeTheRuntimeAndIsProvedGone(IsolationKind isolation)
    {
        var run = fixture.Run(isolation);
        await using var network = fixture.Network();

        var deployment = await network.DeployAsync(run, Token);
        var invocation = await network.InvokeAsync(run, deployment, Token);

        Assert.Equal(isolation is IsolationKind.Docker ? "container" : "process", deployment.Properties[Deployment.IsolationProperty]);
        Assert.Equal(Fixture.Expected(DockerFixture.Pixels), invocation.Predictions.Argmax);
        await AssertGoneAsync(network);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Service_AnswersThousandRequests_AndIsProvedGone(IsolationKind isolation)
    {
        var run = fixture.Run(isolation, JobType.Service);
        await using var network = fixture.Network();

        var deployment = await network.DeployAsync(run, Token);
        var invocation = await network.InvokeAsync(run, deployment, Token);

        Assert.Equal(1000, invocation.Latencies.Count);
        Assert.Equal(Fixture.Expected(DockerFixture.Pixels), invocation.Predictions.Argmax);
        var left = Assert.Single(await network.FindResidueAsync(Scope, Token));
        Assert.Equal(Assert.Single(fixture.Journal.Open).Name, left.Name);
        await AssertGoneAsync(network);
    }

    [Theory]
    [InlineData(JobType.Batch)]
    [InlineData(JobType.Service)]
    public async Task ABroughtModel_IsAskedInItsOwnWords(JobType job)
    {
        var run = fixture.Run(IsolationKind.Process, job, requests: DockerFixture.Images, model: "tiny-flat");
        await using var network = fixture.Network();

        var invocation = await network.InvokeAsync(run, await network.DeployAsync(run, Token), Token);

        Assert.Equal(Fixture.Expected(DockerFixture.Pixels, "tiny-flat"), invocation.Predictions.Argmax);
        await AssertGoneAsync(network);
    }

    [Fact]
    public async Task Container_CarriesRunAndExperiment_WhenCreated()
    {
        var run = fixture.Run(IsolationKind.Docker, JobType.Service);
        await using var network = fixture.Network();

        await network.DeployAsync(run, Token);

        var container = Assert.Single(await fixture.ContainersAsync());
        Assert.Equal((run.RunId, run.Experiment), (container.Labels["survey.run"], container.Labels["survey.experiment"]));
        Assert.Equal(container.ID, Assert.Single(fixture.Journal.Open).Id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FindResidue_FindsWhatTheJournalLost(IsolationKind isolation)
    {
        var run = fixture.Run(isolation, JobType.Service);
        await using (var lost = fixture.Network())
            await lost.DeployAsync(run, Token);
        await using var network = fixture.Network();

        var found = await network.FindResidueAsync(new ResidueScope(run.RunId, null, []), Token);

        Assert.True((await network.TeardownAsync(found, Token)).IsClean);
        Assert.Single(found);
        Assert.Empty(await network.FindResidueAsync(Scope, Token));
    }

    [Fact]
    public async Task Invoke_NamesTheExitCode_WhenTheContainerIsKilled()
    {
        var run = fixture.LongRun(IsolationKind.Docker);
        await using var network = fixture.Network();
        var deployment = await network.DeployAsync(run, Token);

        var invoke = network.InvokeAsync(run, deployment, Token);
        await fixture.KillAsync(await fixture.RunningContainerAsync());

        var failure = await Assert.ThrowsAsync<NetworkException>(() => invoke);
        Assert.Equal(NetworkErrorKind.Failed, failure.Kind);
        Assert.Contains("exit code 137", failure.Message);
        await AssertGoneAsync(network);
    }

    [Fact]
    public async Task Invoke_Fails_WhenTheServiceIsKilled()
    {
        var run = fixture.Run(IsolationKind.Docker, JobType.Service, requests: 10_000_000);
        await using var network = fixture.Network();
        var deployment = await network.DeployAsync(run, Token);

        var invoke = network.InvokeAsync(run, deployment, Token);
        await fixture.KillAsync(deployment.Id!);

        await Assert.ThrowsAnyAsync<SurveyException>(() => invoke);
        await AssertGoneAsync(network);
    }

    [Fact]
    public async Task Invoke_IsWorthAnotherAttempt_WhenTheEngineIsGoneInMidRun()
    {
        var run = fixture.LongRun(IsolationKind.Docker);
        using var proxy = new EngineProxy();
        await using var network = fixture.Network(proxy.Address);
        var deployment = await network.DeployAsync(run, Token);

        var invoke = network.InvokeAsync(run, deployment, Token);
        await fixture.RunningContainerAsync();
        proxy.Cut();

        var failure = await Assert.ThrowsAsync<NetworkException>(() => invoke);
        Assert.Equal(NetworkErrorKind.Transient, failure.Kind);
        Assert.Contains("engine stopped answering", failure.Message);
        await Assert.ThrowsAsync<NetworkException>(() => network.TeardownAsync(fixture.Journal.Open, Token));

        // The engine is back: what the journal knows is enough.
        await using var again = fixture.Network();
        await AssertGoneAsync(again);
    }

    [Fact]
    public async Task Teardown_SaysResidue_WhenNoEngineAnswers()
    {
        var run = fixture.Run(IsolationKind.Docker, JobType.Service);
        await using (var before = fixture.Network())
            await before.DeployAsync(run, Token);
        using var proxy = new EngineProxy();
        proxy.Cut();
        await using var network = fixture.Network(proxy.Address);

        var proof = await network.TeardownAsync(fixture.Journal.Open, Token);

        Assert.False(proof.IsClean);
        Assert.Contains("start dockerd", Assert.Single(proof.Resources).Evidence);
    }

    [Fact]
    public async Task Deploy_SaysWhatToRun_WhenTheImageIsMissing()
    {
        var run = fixture.Run(IsolationKind.Docker);
        run = run with { Worker = run.Worker with { Image = "127.0.0.1:1/survey/none:1" } };
        await using var network = fixture.Network();

        var failure = await Assert.ThrowsAsync<NetworkException>(() => network.DeployAsync(run, Token));

        Assert.Equal(NetworkErrorKind.Rejected, failure.Kind);
        Assert.Contains("127.0.0.1:1/survey/none:1", failure.Message);
        Assert.Contains("--target=Containerize", failure.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Deploy_IsWorthAnotherAttempt_WhenThePortIsTaken(IsolationKind isolation)
    {
        var run = fixture.Run(isolation, JobType.Service);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var network = fixture.Network(port: () => ((IPEndPoint)other.LocalEndpoint).Port);

        var failure = await Assert.ThrowsAsync<NetworkException>(() => network.DeployAsync(run, Token));

        Assert.True(failure.Kind is NetworkErrorKind.Transient, failure.Message);
        await AssertGoneAsync(network);
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    private ResidueScope Scope => new(fixture.RunId, "baseline", fixture.Journal.Open);

    private async Task AssertGoneAsync(INetwork network)
    {
        var proof = await network.TeardownAsync(fixture.Journal.Open, Token);
        Assert.True(proof.IsClean, string.Join(' ', proof.Resources.Select(resource => resource.Evidence)));
        Assert.Empty(await network.FindResidueAsync(Scope, Token));
        Assert.Empty(await fixture.ContainersAsync());
    }
}
