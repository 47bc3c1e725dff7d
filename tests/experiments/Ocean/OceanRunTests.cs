using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>Experiments on Ocean as the runner lives them: published, quoted, deployed, invoked, probed, torn down, with their evidence.</summary>
public sealed class OceanRunTests(OceanFixture fixture) : IClassFixture<OceanFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_IsDoneAndLeavesNothing_WhenTheAssetsAreSold()
    {
        using var survey = new OceanRun(fixture);

        var result = await survey.RunAsync(Token);

        var outcome = Assert.Single(result.Outcomes);
        Assert.True(outcome.State == OutcomeState.Done, outcome.Reason);
        Assert.Equal(25, outcome.Predicted);
        Assert.Empty(outcome.Teardown!.Residue);
        Assert.All(JournalState.Read(survey.Artifacts.Journal).Experiments, experiment => Assert.True(experiment.Ended, experiment.Experiment));
    }

    [Fact]
    public async Task Evidence_HoldsTheWholeMoneyTrail_WhenHeldAgainstTheBalances()
    {
        using var survey = new OceanRun(fixture);
        survey.Probe("access", "versioning");
        var before = await Balances.ReadAsync(fixture.Devnet);

        var result = await survey.RunAsync(Token);

        var outcome = survey.Evidence(result).ReadOutcome()!;
        Assert.True(outcome.State == OutcomeState.Done, outcome.Reason);
        before.AssertAddsUp(outcome.Payments, await Balances.ReadAsync(fixture.Devnet));
        // The model's price with the community's share, the probe's order, and the begun minutes of compute.
        Assert.Equal(5.005m + 0.001001m + 1.5m, outcome.Spent.Single(spent => spent.Currency == "OCEAN").Amount);
        Assert.True(outcome.Spent.Single(spent => spent.Currency == "OCEAN") <= outcome.Quoted!.Value);
    }

    [Fact]
    public async Task Evidence_HoldsTheMoneyTrail_WhenTheWorkFails()
    {
        using var survey = new OceanRun(fixture);
        var before = await Balances.ReadAsync(fixture.Devnet);
        fixture.Devnet.Faults = new Devnets.FaultPlan { FailedWork = 1 };

        var result = await survey.RunAsync(Token);
        fixture.Devnet.Faults = Devnets.FaultPlan.None;

        var outcome = survey.Evidence(result).ReadOutcome()!;
        Assert.Equal((OutcomeState.Failed, Stage.Invoke), (outcome.State, outcome.FailedStage!.Value));
        Assert.Empty(outcome.Teardown!.Residue);
        before.AssertAddsUp(outcome.Payments, await Balances.ReadAsync(fixture.Devnet));
    }

    [Fact]
    public async Task Run_WithdrawsWhatWasPublishedForTheQuote_WhenItIsAboveTheBudget()
    {
        using var survey = new OceanRun(fixture);
        survey.Limit(limits => limits with { Budget = new Money(1, "OCEAN") });
        var before = await Balances.ReadAsync(fixture.Devnet);

        var result = await survey.RunAsync(Token);

        Assert.Equal(OutcomeState.OverBudget, Assert.Single(result.Outcomes).State);
        var journal = JournalState.Read(survey.Artifacts.Journal).Experiments;
        Assert.Contains(journal, experiment => experiment.Experiment == Publisher.JournalName);
        Assert.All(journal, experiment => Assert.True(experiment.Ended && experiment.Open.Count == 0, experiment.Experiment));
        before.AssertAddsUp([], await Balances.ReadAsync(fixture.Devnet));
    }

    [Fact]
    public async Task Stages_GoOnWhereTheLastOneEnded_WhenEachIsACommandOfItsOwn()
    {
        using var survey = new OceanRun(fixture);
        var before = await Balances.ReadAsync(fixture.Devnet);

        var deployed = Assert.Single((await survey.RunAsync(Token, RunStages.Quote | RunStages.Deploy)).Outcomes);
        var invoked = Assert.Single((await survey.RunAsync(Token, RunStages.Invoke)).Outcomes);
        var ended = Assert.Single((await survey.RunAsync(Token, RunStages.Teardown)).Outcomes);

        Assert.True(deployed.State == OutcomeState.Held, deployed.Reason);
        Assert.True(invoked.State == OutcomeState.Held, invoked.Reason);
        Assert.True(ended.State == OutcomeState.Done, ended.Reason);
        Assert.Equal(25, ended.Predicted);
        before.AssertAddsUp(ended.Payments, await Balances.ReadAsync(fixture.Devnet));
    }

    [Fact]
    public async Task FreeRun_CostsGasOnly_WhenItsBudgetIsZero()
    {
        using var survey = new OceanRun(fixture);
        survey.Change(experiment => experiment with
        {
            Options = new System.Text.Json.Nodes.JsonObject { ["free"] = true },
            Limits = experiment.Limits with { Budget = new Money(0, "OCEAN") },
            Probes = ["versioning"],
        });

        var outcome = Assert.Single((await survey.RunAsync(Token)).Outcomes);

        Assert.True(outcome.State == OutcomeState.Done, outcome.Reason);
        Assert.DoesNotContain(outcome.Spent, spent => spent.Currency == "OCEAN" && spent.Amount != 0);
    }
}
