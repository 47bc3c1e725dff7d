using System.Text.Json;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

public sealed class SurveyRunnerTests : IDisposable
{
    private readonly RunnerFixture fixture = new();
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task RunAsync_IsDoneAndLeavesNothing_WhenAllGoesWell()
    {
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.All(result.Outcomes, outcome => Assert.Equal(OutcomeState.Done, outcome.State));
        Assert.Equal(["quote", "deploy", "invoke", "teardown"], fixture.Other.Calls);
        Assert.Empty(fixture.Other.There);
        Assert.All(JournalState.Read(fixture.Artifacts.Journal).Experiments, experiment => Assert.True(experiment.Ended));
        Assert.True(result.Outcomes[1].Baseline!.Agrees);
        Assert.False(File.Exists(fixture.Artifacts.Lock));
    }

    [Fact]
    public async Task RunAsync_LeavesWholeEvidence_WhenDone()
    {
        var result = await fixture.RunAsync(stop: stop);

        var evidence = fixture.Evidence(result, "second");
        string[] files = ["effective.yaml", "endpoint.json", "events.jsonl", "survey.json", "quote.json", "deployment.json", "invocation.json", "predictions.json", "teardown.json", "outcome.json"];
        Assert.All(files, file => Assert.True(evidence.Has(file), file));
        Assert.Empty(evidence.Read<EvidenceManifest>(EvidenceManifest.FileName)!.Check(evidence.Path));
        Assert.Contains("network: \"other\"", await File.ReadAllTextAsync(evidence.File("effective.yaml"), stop), StringComparison.Ordinal);
        Assert.All(
            await File.ReadAllLinesAsync(evidence.File("events.jsonl"), stop),
            line => Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("elapsedSeconds", out _)));
        Assert.Equal(ExitCode.Done, new RunStore(fixture.Artifacts).Open(result.RunId).ReadRun().ExitCode);
    }

    [Fact]
    public async Task RunAsync_RunsTheOthers_WhenOneFails()
    {
        fixture.Baseline.OnDeploy = (_, _) => throw new NetworkException(NetworkErrorKind.Failed, "The node is full.");
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(ExitCode.FailedExperiment, result.ExitCode);
        Assert.Equal((OutcomeState.Failed, "The node is full.", Stage.Deploy), (result.Outcomes[0].State, result.Outcomes[0].Reason, result.Outcomes[0].FailedStage!.Value));
        Assert.Equal(OutcomeState.Done, result.Outcomes[1].State);
        Assert.Empty(fixture.Baseline.There);
    }

    [Fact]
    public async Task RunAsync_CreatesNothing_WhenTheQuoteIsAboveTheBudget()
    {
        fixture.Other.Price = 2;
        fixture.Limit("second", limits => limits with { Budget = new Money(1, "EUR") });
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(ExitCode.OverBudget, result.ExitCode);
        Assert.Equal(["quote"], fixture.Other.Calls);
        Assert.Contains("2 EUR, more than its budget of 1 EUR", result.Outcomes[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NeedsABudget_WhenTheNetworkCostsMoney()
    {
        fixture.Other.CostsMoney = true;
        fixture.Other.Price = 2;
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(OutcomeState.OverBudget, result.Outcomes[1].State);
        Assert.Contains("experiments.second.limits.budget", result.Outcomes[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_CountsWhatWasPaid_WhenDone()
    {
        fixture.Other.Price = 0.75m;
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal([new Money(0.75m, "EUR")], result.Outcomes[1].Spent);
    }

    [Fact]
    public async Task RunAsync_RefusesTheRow_WhenPredictionsDiffer()
    {
        fixture.Other.OnInvoke = (_, _) => Task.FromResult<int[]>([7, 3, 1]);
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(ExitCode.FailedExperiment, result.ExitCode);
        Assert.Equal(OutcomeState.Refused, result.Outcomes[1].State);
        Assert.Equal(1, result.Outcomes[1].Baseline!.FirstDifference);
        Assert.Equal(OutcomeState.Refused, fixture.Evidence(result, "second").ReadOutcome()!.State);
    }

    [Theory]
    [InlineData(1, OutcomeState.Done)]
    [InlineData(3, OutcomeState.Refused)]
    public async Task RunAsync_ComparesThePredictions_WhereverTheDriverLeftThem(int last, OutcomeState expected)
    {
        fixture.Other.Predictions = Path.Combine("raw", "answer", "classes.json");
        fixture.Other.OnInvoke = (_, _) => Task.FromResult<int[]>([7, 2, last]);
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(expected, result.Outcomes[1].State);
        Assert.Equal(3, result.Outcomes[1].Baseline!.Compared);
    }

    [Fact]
    public async Task RunAsync_ComparesWithAnEarlierRun_WhenTheBaselineIsNotPartOfIt()
    {
        var earlier = await fixture.RunAsync(stop: stop, experiments: "first");
        var result = await fixture.RunAsync(stop: stop, experiments: "second");

        Assert.Equal((true, earlier.RunId), (result.Outcomes[0].Baseline!.Agrees, result.Outcomes[0].Baseline!.RunId));
    }

    [Fact]
    public async Task RunAsync_TriesAgainAndSaysSo_WhenAnErrorPasses()
    {
        var failures = 2;
        fixture.Other.OnInvoke = (_, _) => failures-- > 0
            ? throw new NetworkException(NetworkErrorKind.Transient, "Try again.") { RetryAfter = TimeSpan.FromMilliseconds(1) }
            : Task.FromResult<int[]>([7, 2, 1]);
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(OutcomeState.Done, result.Outcomes[1].State);
        Assert.Equal([(Stage.Invoke, 1), (Stage.Invoke, 2)], result.Outcomes[1].Retries.Select(retry => (retry.Stage, retry.Attempt)));
    }

    [Theory]
    [InlineData(NetworkErrorKind.Rejected)]
    [InlineData(NetworkErrorKind.Failed)]
    [InlineData(NetworkErrorKind.Untrustworthy)]
    public async Task RunAsync_DoesNotTryAgain_WhenItCannotHelp(NetworkErrorKind kind)
    {
        fixture.Other.OnInvoke = (_, _) => throw new NetworkException(kind, "No.");
        var result = await fixture.RunAsync(stop: stop);

        Assert.Single(fixture.Other.Calls, "invoke");
        Assert.Empty(result.Outcomes[1].Retries);
    }

    [Fact]
    public async Task RunAsync_EndsTheStage_WhenItTakesLongerThanItsLimit()
    {
        fixture.Limit("second", limits => limits with { Start = TimeSpan.FromMilliseconds(20) });
        fixture.Other.OnDeploy = (_, _) => new TaskCompletionSource().Task;
        var result = await fixture.RunAsync(stop: stop);

        Assert.Contains("Deploy was ended after 0.02 s, its limit (limits.start)", result.Outcomes[1].Reason, StringComparison.Ordinal);
        Assert.Empty(fixture.Other.There);
    }

    [Fact]
    public async Task RunAsync_TearsDown_WhenInterrupted()
    {
        using var interruption = new CancellationTokenSource();
        fixture.Other.OnInvoke = async (_, token) =>
        {
            await interruption.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return [];
        };
        var result = await fixture.RunAsync(stop: interruption.Token);

        Assert.Equal(ExitCode.Interrupted, result.ExitCode);
        Assert.Equal("Interrupted during Invoke.", result.Outcomes[1].Reason);
        Assert.Empty(fixture.Other.There);
        Assert.Empty(fixture.Baseline.There);
    }

    [Fact]
    public async Task RunAsync_GivesUpTheTeardownAndSweepFinishesIt_WhenInterruptedTwice()
    {
        using var interruption = new CancellationTokenSource();
        fixture.Other.OnDeploy = async (_, token) =>
        {
            await interruption.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };
        var result = await fixture.RunAsync(stop: interruption.Token, giveUp: interruption.Token);
        Assert.Single(fixture.Other.There);
        Assert.Contains("Run --target=Sweep", result.Outcomes.First(outcome => outcome.Experiment == "second").Reason, StringComparison.Ordinal);

        var swept = await new Sweeper(fixture.Services).RunAsync(stop);
        Assert.Empty(swept.Residue);
        Assert.Empty(fixture.Other.There);
    }

    [Fact]
    public async Task RunAsync_SaysResidue_WhenTheNetworkRefusesToDelete()
    {
        fixture.Other.Deletes = _ => false;
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(ExitCode.ResidueLeft, result.ExitCode);
        Assert.Contains("The network refuses to delete it.", result.Outcomes[1].Reason, StringComparison.Ordinal);
        var open = JournalState.Read(fixture.Artifacts.Journal).Experiments.First(experiment => experiment.Experiment == "second").Open;
        Assert.Single(open);
    }

    [Fact]
    public async Task RunAsync_RunsNoMoreThanAsked_WhenParallelIsOne()
    {
        var running = 0;
        var most = 0;
        fixture.Baseline.OnInvoke = fixture.Other.OnInvoke = async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return [7, 2, 1];
        };
        await fixture.RunAsync(new RunOptions { Parallel = 1 }, stop);

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task RunAsync_RunsSideBySide_WhenParallelAllows()
    {
        using var both = new CountdownEvent(2);
        fixture.Baseline.OnInvoke = fixture.Other.OnInvoke = async (_, token) =>
        {
            both.Signal();
            await Task.Run(() => both.Wait(token), token);
            return [7, 2, 1];
        };
        var result = await fixture.RunAsync(stop: stop);

        Assert.Equal(ExitCode.Done, result.ExitCode);
    }

    [Fact]
    public async Task RunAsync_SaysWhoHoldsTheFolder_WhenAnotherRunIsUnderWay()
    {
        using var held = ArtifactsLock.Take(fixture.Artifacts, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ArtifactsException>(() => fixture.RunAsync(stop: stop));
        Assert.Equal(ExitCode.ArtifactsUnusable, error.ExitCode);
    }
}
