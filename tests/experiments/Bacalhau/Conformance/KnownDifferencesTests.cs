using Xunit;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>The list of differences can only shrink.</summary>
public sealed class KnownDifferencesTests
{
    private static readonly KnownDifferences Known = KnownDifferences.Parse(
        ["# a remark", "02-batch 3 5-6 | status 200 | it is another", "02-batch 8 9 | text | one of two is quicker | Execution: late"]);

    private static Difference Of(int call, string text) => new("02-batch", call, "note", text);

    private static ReplayResult Replayed(int[] sent, Difference[] differences, string history = "Execution: early") =>
        new("02-batch", differences, sent, sent.ToDictionary(call => call, _ => history));

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Unexplained_LeavesOut_WhatALineExplains(int call) =>
        Assert.Empty(Known.Unexplained(Replayed([call], [Of(call, "status 200 was recorded")])));

    [Theory]
    [InlineData(4, "status 200 was recorded")]
    [InlineData(3, "status 404 was recorded")]
    [InlineData(3, "a status 200")]
    public void Unexplained_Keeps_WhatNoLineExplains(int call, string text) => Assert.Single(Known.Unexplained(Replayed([call], [Of(call, text)])));

    [Theory]
    [InlineData("Execution: late", 0)]
    [InlineData("Execution: early", 1)]
    public void Unexplained_AsksTheCondition_WhereALineHasOne(string history, int left) =>
        Assert.Equal(left, Known.Unexplained(Replayed([9], [Of(9, "text 'a'")], history)).Count);

    [Fact]
    public void Unneeded_NamesTheCalls_ThatDoNotDifferAnyMore() =>
        Assert.Contains("02-batch 5:", Assert.Single(Known.Unneeded(Replayed([3, 5, 9], [Of(3, "status 200")]))), StringComparison.Ordinal);

    [Fact]
    public void Unneeded_IsSilent_AboutCallsThatWereNotSent() => Assert.Empty(Known.Unneeded(Replayed([1, 2], [])));

    [Theory]
    [InlineData("Execution: late", 9, 0)]
    [InlineData("Execution: late", 1, 1)]
    [InlineData("Execution: early", 1, 0)]
    public void Unneeded_WantsOneCallToDiffer_WhereTheConditionHolds(string history, int differing, int lines) =>
        Assert.Equal(lines, Known.Unneeded(Replayed([1, 8, 9], [Of(differing, "text")], history)).Count);

    [Theory]
    [InlineData("02-batch 3 | text")]
    [InlineData("02-batch | text | reason")]
    [InlineData("02-batch 3 | text | ")]
    [InlineData("02-batch 3? | text | reason")]
    public void Parse_Refuses_WhatIsNoLine(string line) => Assert.Throws<FormatException>(() => KnownDifferences.Parse([line]));
}
