using Microsoft.Extensions.Time.Testing;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

public sealed class ResumeTests : IDisposable
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly RunnerFixture fixture;
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    public ResumeTests() => fixture = new RunnerFixture { Time = time };

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task RunAsync_GoesStageByStage_WhenTheyAreSeparateCommands()
    {
        var deployed = await RunAsync(RunStages.Quote | RunStages.Deploy);
        Assert.Equal(OutcomeState.Held, deployed.Outcomes[0].State);
        Assert.Single(fixture.Other.There);

        var invoked = await RunAsync(RunStages.Invoke);
        Assert.Equal((deployed.RunId, OutcomeState.Held), (invoked.RunId, invoked.Outcomes[0].State));
        Assert.Single(fixture.Other.There);

        var ended = await RunAsync(RunStages.Teardown);
        Assert.Equal((deployed.RunId, OutcomeState.Done), (ended.RunId, ended.Outcomes[0].State));
        Assert.NotNull(ended.Outcomes[0].PredictionHash);
        Assert.Empty(fixture.Other.There);
        Assert.Equal(["quote", "deploy", "invoke", "teardown"], fixture.Other.Calls);
    }

    [Fact]
    public async Task Sweep_KeepsOff_UntilTheHoldEnds()
    {
        await RunAsync(RunStages.Quote | RunStages.Deploy);

        var early = await new Sweeper(fixture.Services).RunAsync(stop);
        Assert.Equal("second", Assert.Single(early.Held).Experiment);
        Assert.Single(fixture.Other.There);

        time.Advance(TimeSpan.FromHours(2.1));
        var late = await new Sweeper(fixture.Services).RunAsync(stop);
        Assert.Single(late.Entries);
        Assert.Empty(fixture.Other.There);
    }

    [Fact]
    public async Task RunAsync_SaysWhatToRun_WhenNothingIsDeployed()
    {
        var result = await RunAsync(RunStages.Invoke);

        Assert.Equal(ExitCode.MissingPrerequisite, result.ExitCode);
        Assert.Contains("--target=second:Deploy", result.Outcomes[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SaysWhatToRun_WhenTheHoldHasEnded()
    {
        await RunAsync(RunStages.Quote | RunStages.Deploy);
        time.Advance(TimeSpan.FromHours(3));
        var result = await RunAsync(RunStages.Invoke);

        Assert.Contains("--target=second:Deploy", result.Outcomes[0].Reason, StringComparison.Ordinal);
        Assert.Empty(fixture.Other.There);
    }

    [Fact]
    public async Task RunAsync_RunsOnlyWhatIsMissing_WhenResumed()
    {
        var fails = true;
        fixture.Other.OnInvoke = (_, _) => fails ? throw new NetworkException(NetworkErrorKind.Failed, "Broken.") : Task.FromResult<int[]>([7, 2, 1]);
        var first = await fixture.RunAsync(stop: stop);
        fails = false;
        var second = await fixture.RunAsync(new RunOptions { RunId = first.RunId }, stop);

        Assert.Equal((first.RunId, ExitCode.Done), (second.RunId, second.ExitCode));
        Assert.Single(fixture.Baseline.Calls, "invoke");
        Assert.Equal(2, fixture.Other.Calls.Count(call => call == "invoke"));
    }

    [Fact]
    public async Task RunAsync_OnlyTearsDown_WhenItDiedAfterTheWorkload()
    {
        var first = await RunAsync(RunStages.Quote | RunStages.Deploy | RunStages.Invoke);
        File.Delete(fixture.Evidence(first, "second").File(ExperimentFolder.Outcome));
        var second = await fixture.RunAsync(new RunOptions { RunId = first.RunId }, stop, experiments: "second");

        Assert.Equal(OutcomeState.Done, second.Outcomes[0].State);
        Assert.NotNull(second.Outcomes[0].PredictionHash);
        Assert.Single(fixture.Other.Calls, "invoke");
        Assert.Empty(fixture.Other.There);
    }

    private Task<RunResult> RunAsync(RunStages stages) =>
        fixture.RunAsync(new RunOptions { Stages = stages, Hold = TimeSpan.FromHours(2) }, stop, experiments: "second");
}
