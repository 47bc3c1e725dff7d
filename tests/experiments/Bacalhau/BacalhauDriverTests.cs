using Survey.Devnets;
using Survey.Devnets.Bacalhau;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

public sealed class BacalhauDriverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public BacalhauDriverTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the worker of these tests is a shell script");

    [Fact]
    public async Task InvokeAsync_PredictsAllInputs_ForABatch()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token);
        var run = fixture.Run(images: 25);

        var invocation = await fixture.InvokeAsync(run, Token);

        Assert.Equal(Enumerable.Range(0, 25).Select(index => index % 10), invocation.Predictions.Argmax);
        Assert.NotNull(invocation.Clocks.Entries[Clocks.Queue].Value);
        Assert.NotNull(invocation.Clocks.Entries["execution"].Value);
        Assert.NotNull(invocation.Clocks.Entries[Clocks.Start].Missing);
        Assert.Collection(
            ((FakeJournal)run.Journal).Lines,
            line => Assert.StartsWith("intent job survey-20261124", line, StringComparison.Ordinal),
            line => Assert.StartsWith("created job j-", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task InvokeAsync_GivesTheSameHash_WhenTheBatchIsSplit(int partitions)
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token);
        var whole = await fixture.InvokeAsync(fixture.Run("whole", images: 103), Token);

        var split = await fixture.InvokeAsync(fixture.Run("split", images: 103, partitions: partitions), Token);

        Assert.Equal(whole.Predictions.Hash, split.Predictions.Hash);
        Assert.Contains($"{partitions} partitions ran on {partitions} nodes.", split.Observations);
    }

    [Theory]
    [InlineData(ModelDelivery.Url)]
    [InlineData(ModelDelivery.Inline)]
    [InlineData(ModelDelivery.Image)]
    public async Task InvokeAsync_BringsTheModelAlong_InEachWay(ModelDelivery delivery)
    {
        // This worker fails unless the model is where its arguments say.
        const string Script = """
            #!/bin/sh
            [ "$(cat "$3")" = "a model" ] || { echo "no model at $3" >&2; exit 4; }
            while [ $# -gt 0 ]; do case "$1" in --output) out=$2;; --model-sha256) m=$2;; esac; shift; done
            printf '{"argmax":[7],"model":{"sha256":"%s"}}' "$m" > "$out/predictions.json"
            """;
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, script: Script);

        var invocation = await fixture.InvokeAsync(fixture.Run(images: 1, delivery: delivery), Token);

        Assert.Equal([7], invocation.Predictions.Argmax);
    }

    [Fact]
    public async Task DeployAsync_Refuses_WhenOneNodeIsToRunFourPartitions()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1);

        var refusal = await Assert.ThrowsAsync<NetworkException>(() => fixture.Network.DeployAsync(fixture.Run("split", partitions: 4), Token));

        Assert.Equal(NetworkErrorKind.Rejected, refusal.Kind);
        Assert.Contains("needs 4 nodes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Network.Capabilities.MaxPartitions);
        Assert.Contains("one node", fixture.Network.Capabilities.Unsupported["partitions"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_NamesTheExitCode_WhenTheWorkerFails()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, script: "#!/bin/sh\necho 'no such model' >&2\nexit 4\n");
        var run = fixture.Run();

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(run, Token));

        Assert.Equal(NetworkErrorKind.Failed, failure.Kind);
        Assert.Contains("exit code 4: no such model", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no such model", await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(run.Folder, "raw"), "*.log").Single(), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_TellsATimeout_FromSuccess()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, script: "#!/bin/sh\nsleep 30\n");

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(fixture.Run(seconds: 1), Token));

        Assert.Contains("timed out", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_TellsTooMuchMemory_FromSuccess()
    {
        const string Script = "#!/bin/sh\nawk 'BEGIN{s=\"xxxxxxxx\"; while(1) s=s s}'\nsleep 30\n";
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, script: Script);

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(fixture.Run(), Token));

        Assert.Contains("more memory than it asked for", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_GivesUpAndStops_WhenTheJobIsStuckInBidding()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, faults: new FaultPlan { StuckWork = 1 });

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(fixture.Run(startSeconds: 0.3), Token));

        Assert.Contains("has not been placed", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await fixture.Network.FindResidueAsync(new ResidueScope("20261124-000000-abcd", null, []), Token));
    }

    [Fact]
    public async Task InvokeAsync_BringsOtherPredictions_WhenTheProviderLies()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1);
        var honest = await fixture.InvokeAsync(fixture.Run("honest", images: 200), Token);
        fixture.Devnet.Faults = new FaultPlan { LyingNodes = 1 };

        var lie = await fixture.InvokeAsync(fixture.Run("lie", images: 200), Token);

        Assert.NotEqual(honest.Predictions.Hash, lie.Predictions.Hash);
        Assert.Equal(0, PredictionRecord.FirstDifference(honest.Predictions.Argmax, lie.Predictions.Argmax));
    }

    [Fact]
    public async Task InvokeAsync_IsPlacedAgain_WhenANodeIsLost()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 2, script: """
            #!/bin/sh
            sleep 1
            while [ $# -gt 0 ]; do case "$1" in --output) out=$2;; --model-sha256) m=$2;; esac; shift; done
            printf '{"argmax":[7],"model":{"sha256":"%s"}}' "$m" > "$out/predictions.json"
            """);
        fixture.Devnet.Faults = new FaultPlan { LostNodes = 2 };
        var invoking = fixture.InvokeAsync(fixture.Run(images: 1), Token);

        // The first node is lost as soon as it has begun; the next one is to stay.
        while (fixture.Devnet.Activity.Running == 0)
            await Task.Yield();
        fixture.Devnet.Faults = FaultPlan.None;

        Assert.Equal([7], (await invoking).Predictions.Argmax);
    }

    [Fact]
    public async Task TeardownAsync_ProvesThatNothingRuns_WhenTheJobGoesOn()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, script: "#!/bin/sh\nsleep 60\n");
        var run = fixture.Run();
        var invoking = fixture.InvokeAsync(run, Token);
        while (((FakeJournal)run.Journal).Created.Count == 0)
            await Task.Yield();
        var scope = new ResidueScope(run.RunId, run.Experiment, []);
        Assert.Single(await fixture.Network.FindResidueAsync(scope, Token));

        var proof = await fixture.Network.TeardownAsync(run.Journal.Open, Token);

        Assert.True(proof.IsClean);
        Assert.Contains("Stopped", Assert.Single(proof.Resources).Evidence, StringComparison.Ordinal);
        Assert.Empty(await fixture.Network.FindResidueAsync(scope, Token));
        await Assert.ThrowsAsync<NetworkException>(() => invoking);
    }

    [Fact]
    public async Task TeardownAsync_SaysGone_WhenTheJobNeverArrived()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1);

        var proof = await fixture.Network.TeardownAsync([new Resource("job", "survey-never-sent", null, new Dictionary<string, string>())], Token);

        Assert.Equal(ResourceFate.Gone, Assert.Single(proof.Resources).Fate);
    }

    [Fact]
    public async Task ProbeAsync_RollsBack_AlsoWhereAWrongRerunWouldLockTheStore()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, defects: BacalhauDefects.All);

        var result = await ((IProbe)fixture.Network).ProbeAsync("versioning", fixture.Run(), Token);

        Assert.All(result.Steps, step => Assert.True(step.Succeeded, $"{step.Name}: {step.Observed}"));
        Assert.Equal(6, result.Steps.Count);
    }

    [Fact]
    public async Task SurveyAsync_TellsNodesWithTheirResources()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 3);

        var survey = await fixture.Network.SurveyAsync(Token);

        Assert.Equal("Bacalhau v1.9.3", survey.Software);
        Assert.Equal(3, survey.Offers.Count);
        Assert.All(survey.Offers, offer => Assert.True(offer is { Cpu: > 0, MemoryBytes: > 0, DiskBytes: > 0 }));
        Assert.Contains("engine docker", survey.Offers[0].Features);
    }
}
