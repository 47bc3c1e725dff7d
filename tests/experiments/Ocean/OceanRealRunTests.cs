using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>The same code with <c>--real</c>: nothing of the devnet is in this process.</summary>
public sealed class OceanRealRunTests(RealOcean real) : IClassFixture<RealOcean>
{
    [Fact]
    public async Task Run_IsDoneAndLeavesNothing_WhenTheNodePullsTheImageByDigest()
    {
        using var survey = real.Survey();

        var result = await survey.RunAsync(TestContext.Current.CancellationToken);

        var outcome = Assert.Single(result.Outcomes);
        Assert.True(outcome.State == OutcomeState.Done, outcome.Reason);
        Assert.Equal((Standing.Devnet, 25), (outcome.Standing, outcome.Predicted!.Value));
        Assert.Empty(outcome.Teardown!.Residue);
        var container = survey.Evidence(result).Read<Deployment>(ExperimentFolder.Deployment)!.Properties["container"];
        Assert.Contains($"\"image\":\"{real.Registry}/survey/ocean-test\"", container, StringComparison.Ordinal);
        Assert.Matches("\"checksum\":\"sha256:[0-9a-f]{64}\"", container);
        var journal = JournalState.Read(survey.Artifacts.Journal).Experiments;
        Assert.Equal(2, journal.Count(experiment => experiment.Experiment == Publisher.JournalName));
        Assert.All(journal, experiment => Assert.True(experiment.Ended, $"{experiment.Experiment} {experiment.Network}"));
    }
}
