using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

public sealed class ReportBuilderTests
{
    [Fact]
    public void Build_MakesRehearsedAtMost_WhenTheOnlyRunIsOnADevnet()
    {
        using var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch", Standing.Devnet));

        var model = ReportBuilder.Build(fixture.Sources);

        var cell = Cell(model, "jobs");
        Assert.Equal(CellState.Rehearsed, cell.State);
        Assert.Equal((null, 0), (cell.Readiness!.Word, cell.Readiness.Known));
        Assert.DoesNotContain(model.Cells, other => other.State == CellState.Measured);
        Assert.Empty(model.Projections);
        Assert.Empty(model.History);
        Assert.Empty(model.Networks.Single(network => network.Name == "alpha").Measurements);
    }

    [Fact]
    public void Build_MentionsTheRehearsal_WhenANodeWasMeasuredToo()
    {
        using var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch"));
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-service", Standing.Devnet, hours: 1));

        var cell = Cell(ReportBuilder.Build(fixture.Sources), "jobs");

        Assert.Equal((CellState.Measured, "batch"), (cell.State, cell.Words));
        Assert.Contains("alpha-service", cell.Rehearsal!.Href);
    }

    [Fact]
    public void Build_SaysFailedWithTheReason_WhenANodeFailed()
    {
        using var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch", Standing.Node, OutcomeState.Failed) with { Reason = "The node went away." });

        var cell = Cell(ReportBuilder.Build(fixture.Sources), "jobs");

        Assert.Equal((CellState.Failed, "The node went away."), (cell.State, cell.Reason));
        Assert.Equal(0, cell.Readiness!.Inputs[0].Found);
    }

    [Fact]
    public void Build_KeepsTheRunThatTried_WhenALaterOneWasSkipped()
    {
        using var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch"));
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch", Standing.Node, OutcomeState.Skipped, hours: 3) with { Reason = "ALPHA_URL is not set." });

        var model = ReportBuilder.Build(fixture.Sources);

        Assert.Equal(OutcomeState.Done, Assert.Single(model.Rows).State);
        Assert.Contains("ALPHA_URL is not set.", Assert.Single(model.NotRun).Reason);
    }

    [Fact]
    public void Build_DistrustsTheRow_WhenAFileWasChangedAfterwards()
    {
        using var fixture = new ReportFixture();
        var folder = fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch"), folder => File.WriteAllText(folder.File("quote.json"), "{\"ceiling\":1}"));
        File.WriteAllText(folder.File("quote.json"), "{\"ceiling\":2}");

        var model = ReportBuilder.Build(fixture.Sources);

        var evidence = Assert.Single(model.Rows).Evidence;
        Assert.False(evidence.Verified);
        Assert.Contains("quote.json was changed", evidence.Check);
        Assert.Equal(CellState.Unknown, Cell(model, "jobs").State);
        Assert.Empty(model.Networks.Single(network => network.Name == "alpha").Measurements);
    }

    [Fact]
    public void Build_FitsTheCostOfSplits_WhenSplitsWereMeasured()
    {
        using var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("docker", "docker-batch"));
        foreach (var (nodes, total) in new[] { (2, 5.0), (4, 6.0) })
        {
            fixture.Run(
                ReportFixture.Outcome("docker", $"docker-split{nodes}-batch") with { Clocks = Clocks.None.With(Clocks.Compute, TimeSpan.FromSeconds(4)).With(Clocks.Total, TimeSpan.FromSeconds(total)) },
                folder => File.WriteAllText(folder.File(ExperimentFolder.Effective), $"experiments: {{ docker-split{nodes}-batch: {{ workload: {{ partitions: {nodes} }} }} }}"));
        }

        var projection = Assert.Single(ReportBuilder.Build(fixture.Sources).Projections);

        // fixed 6 - 4 = 2 s; 4 s / 10,000 each; splits: (5 - 4) / 1 = 1 s and (6 - 3) / 3 = 1 s.
        Assert.Equal(2, projection.Model.FixedSeconds, 9);
        Assert.Equal(1, projection.Model.SecondsPerSplit!.Value, 9);
        Assert.Equal([0, 0, 0], projection.Errors.Select(error => Math.Round(error.RelativeError, 9)));
        Assert.Equal(2 + (1e6 * 0.0004 / 10) + 9, projection.Points.Single(point => point is { Items: 1_000_000, Nodes: 10 }).Seconds, 6);
    }

    [Fact]
    public void Build_ProjectsEveryMeasuredRow_WithItsErrorAtTheOtherSizes()
    {
        using var fixture = new ReportFixture();
        foreach (var (images, seconds) in new[] { (1_000, 2.5), (10_000, 6.0), (70_000, 34.0) })
        {
            fixture.Run(ReportFixture.Outcome("docker", $"docker-{images}-batch") with
            {
                Predicted = images,
                Clocks = Clocks.None.With(Clocks.Compute, TimeSpan.FromSeconds(images * 0.0004)).With(Clocks.Total, TimeSpan.FromSeconds(seconds)),
            });
        }

        var projections = ReportBuilder.Build(fixture.Sources).Projections;

        Assert.Equal([70_000, 10_000, 1_000], projections.Select(projection => projection.Row.Items));
        Assert.All(projections, projection => Assert.Equal([1_000, 10_000, 70_000], projection.Errors.Select(error => error.Items)));
        // From the largest: fixed 34 - 28 = 6 s, so 10,000 images are projected at 6 + 4 = 10 s where 6 s were measured.
        Assert.Equal(4.0 / 6, projections[0].Errors[1].RelativeError, 9);
    }

    [Fact]
    public void Build_ProjectsAServiceByItsMedian_WhenOneWasMeasured()
    {
        using var fixture = new ReportFixture();
        var latencies = new LatencySummary(1000, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(9), null);
        fixture.Run(ReportFixture.Outcome("docker", "docker-service") with
        {
            Latencies = latencies,
            Clocks = Clocks.None.With(Clocks.Start, TimeSpan.FromSeconds(1)).With(Clocks.Total, TimeSpan.FromSeconds(2.5)),
        });

        var projection = Assert.Single(ReportBuilder.Build(fixture.Sources).Projections);

        // 1,000 requests of 2 ms are 2 s of the 3.5 s that start and requests took.
        Assert.Equal((JobType.Service, 1000), (projection.Row.Job, projection.Row.Items));
        Assert.Equal((1.5, 0.002), (projection.Model.FixedSeconds, projection.Model.SecondsPerItem));
    }

    [Fact]
    public void Build_ReadsSplitAndDelivery_FromTheConfigurationOfTheRun()
    {
        using var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch"), folder => File.WriteAllText(
            folder.File(ExperimentFolder.Effective), "experiments: { alpha-batch: { delivery: url, workload: { partitions: 4 } } }"));

        var row = Assert.Single(ReportBuilder.Build(fixture.Sources).Rows);

        Assert.Equal((4, "url"), (row.Partitions, row.Delivery));
    }

    [Fact]
    public void Build_CitesAClaimByItsNumber_InFindings()
    {
        using var fixture = DataSets.Full();

        var network = ReportBuilder.Build(fixture.Sources).Networks.Single(network => network.Name == "beta");

        Assert.Equal(2, Assert.Single(network.Claims).Number);
        Assert.Contains("[\\[2\\]](#claim-beta-batch \"beta-batch\")", network.Findings);
    }

    [Fact]
    public void Build_CountsAgeFromTheNewestArtifact_NotFromToday()
    {
        using var fixture = DataSets.Full();

        var model = ReportBuilder.Build(fixture.Sources);

        Assert.Equal(ReportFixture.Day.AddHours(2), model.AsOf);
        var claim = model.Networks.Single(network => network.Name == "beta").Claims.Single();
        Assert.Equal((691, true), (claim.AgeDays, claim.Stale));
        Assert.False(model.Networks.Single(network => network.Name == "alpha").Claims.Single().Stale);
    }

    [Fact]
    public void Build_NamesTheLine_WhenAFindingCitesNothing()
    {
        using var fixture = DataSets.Full();

        var problem = Assert.Single(ReportBuilder.Build(fixture.Sources).Problems);

        Assert.Equal("beta/findings.md:3: There is no claim 'beta-none': add it to claims.yaml or mend the citation.", problem.ToString());
    }

    [Fact]
    public void Build_ReadsEveryClaimAndFinding_OfThisRepository()
    {
        var spec = Survey.Experiments.Specification.SurveyFile.Load(Path.Combine(ReportFixture.Repository, "experiments.yaml")).Require();
        using var fixture = new ReportFixture();

        var model = ReportBuilder.Build(fixture.Sources with { Spec = spec, Repository = ReportFixture.Repository });

        Assert.DoesNotContain(model.Problems, problem => !problem.Message.StartsWith("Run '", StringComparison.Ordinal));
        Assert.NotEmpty(model.Networks.Single(network => network.Name == "golem").Claims);
        Assert.NotNull(model.Conclusion);
    }

    private static Cell Cell(ReportModel model, string property) => model.Cells.Single(cell => cell.Network == "alpha" && cell.Property == property);
}
