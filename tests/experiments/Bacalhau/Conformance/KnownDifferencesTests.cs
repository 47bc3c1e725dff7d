using Xunit;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>The list of differences can only shrink.</summary>
public sealed class KnownDifferencesTests
{
    private static readonly KnownDifferences Known = KnownDifferences.Parse(["# a remark", "02-batch 3 5-6 | status 200 | it is another", "02-batch 9? | text | by chance"]);

    private static Difference Of(int call, string text) => new("02-batch", call, "note", text);

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(9)]
    public void Unexplained_LeavesOut_WhatALineExplains(int call) => Assert.Empty(Known.Unexplained([Of(call, call == 9 ? "text 'a'" : "status 200 was recorded")]));

    [Theory]
    [InlineData(4, "status 200 was recorded")]
    [InlineData(3, "status 404 was recorded")]
    [InlineData(3, "a status 200")]
    public void Unexplained_Keeps_WhatNoLineExplains(int call, string text) => Assert.Single(Known.Unexplained([Of(call, text)]));

    [Fact]
    public void Unneeded_NamesTheCalls_ThatDoNotDifferAnyMore() =>
        Assert.Contains("02-batch 5:", Assert.Single(Known.Unneeded("02-batch", [3, 5, 9], [Of(3, "status 200")])), StringComparison.Ordinal);

    [Fact]
    public void Unneeded_IsSilent_AboutCallsThatWereNotSent() => Assert.Empty(Known.Unneeded("02-batch", [1, 2], []));

    [Theory]
    [InlineData("02-batch 3 | text")]
    [InlineData("02-batch | text | reason")]
    [InlineData("02-batch 3 | text | ")]
    public void Parse_Refuses_ALineWithoutCallsOrReason(string line) => Assert.Throws<FormatException>(() => KnownDifferences.Parse([line]));
}
