using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Judging;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

public sealed class JudgeTests
{
    private static readonly PropertySpec Property = new()
    {
        Title = "Jobs",
        Question = "?",
        Rubric =
        [
            new CriterionSpec { Name = "batch", Value = "batch", Weight = 2 },
            new CriterionSpec { Name = "fast", Value = "time-ratio", Full = 1, None = 5 },
            new CriterionSpec { Name = "gpu", Value = "gpu" },
        ],
        Levels = new Dictionary<string, double> { ["little"] = 0, ["usable"] = 0.5, ["ready"] = 0.9 },
    };

    [Fact]
    public void Of_AddsUpByHand_WhenSomeValuesAreKnown()
    {
        var readiness = Judge.Of(Property, [Measured("batch", 1), Measured("time-ratio", 2)], [])!;

        // (2 x 1 + 1 x (2 - 5) / (1 - 5) + 1 x 0) / 4
        Assert.Equal(0.6875, readiness.Score);
        Assert.Equal(("usable", 2), (readiness.Word, readiness.Known));
        Assert.Equal([1, 0.75, 0], readiness.Inputs.Select(input => input.Score));
    }

    [Fact]
    public void Of_TakesTheMeasurement_WhenAClaimSaysOtherwise()
    {
        var readiness = Judge.Of(Property, [Measured("batch", 0)], [Claimed("batch", 1, 2026)])!;

        Assert.Equal((0d, CellState.Measured), (readiness.Inputs[0].Score, readiness.Inputs[0].State));
    }

    [Fact]
    public void Of_TakesTheNewestClaim_WhenThereAreSeveral() =>
        Assert.Equal(1, Judge.Of(Property, [], [Claimed("batch", 0, 2024), Claimed("batch", 1, 2026), Claimed("batch", null, 2027)])!.Inputs[0].Found);

    [Fact]
    public void Of_HasNoWord_WhenNothingIsKnown() => Assert.Equal((null, 0), (Judge.Of(Property, [], [])!.Word, Judge.Of(Property, [], [])!.Known));

    [Fact]
    public void Of_IsNull_WhenThereIsNoRubric() => Assert.Null(Judge.Of(Property with { Rubric = [] }, [Measured("batch", 1)], []));

    private static Measurement Measured(string name, double value) => new(name, value, "", new EvidenceLink("run", "run"));

    private static ClaimEntry Claimed(string topic, double? value, int year) => new(
        1,
        new Claim { Id = $"{topic}-{year}", Network = "alpha", Property = "jobs", Topic = topic, Statement = "It does.", Source = new Uri("https://example.org"), Date = new DateOnly(year, 1, 1), Value = value }, 0, false);
}
