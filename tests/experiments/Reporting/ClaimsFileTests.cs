using Survey.Experiments.Reporting.Claims;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

public sealed class ClaimsFileTests
{
    private static readonly string[] Properties = ["economics", "jobs"];

    private const string Whole = """
        claims:
          - id: a-fee
            property: economics
            topic: fee
            cell: a fee
            statement: There is a fee.
            source: https://example.org/fees
            date: 2026-01-31
            value: 0.5
        """;

    [Fact]
    public void Parse_ReadsEveryField_WhenTheClaimIsWhole()
    {
        var file = ClaimsFile.Parse("alpha", Whole, "claims.yaml", Properties);

        Assert.Empty(file.Problems);
        var claim = Assert.Single(file.Claims);
        Assert.Equal(("a-fee", "alpha", "economics", "fee", "a fee"), (claim.Id, claim.Network, claim.Property, claim.Topic, claim.Cell));
        Assert.Equal(new DateOnly(2026, 1, 31), claim.Date);
        Assert.Equal(0.5, claim.Value);
    }

    [Theory]
    [InlineData("property: economics", "property: economy", 3, "Unknown property 'economy'")]
    [InlineData("topic: fee", "topik: fee", 4, "Unknown key 'topik'")]
    [InlineData("source: https://example.org/fees", "source: javascript:alert(1)", 7, "is not a web address")]
    [InlineData("date: 2026-01-31", "date: 31.1.2026", 8, "is not a day")]
    [InlineData("value: 0.5", "value: high", 9, "is not a number")]
    [InlineData("statement: There is a fee.", "statement: ''", 6, "must be a text that is not empty")]
    public void Parse_NamesTheLine_WhenAValueIsWrong(string right, string wrong, int line, string message)
    {
        var file = ClaimsFile.Parse("alpha", Whole.Replace(right, wrong, StringComparison.Ordinal), "claims.yaml", Properties);

        Assert.Empty(file.Claims);
        Assert.Contains(file.Problems, problem => problem.Line == line && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_NamesTheMissingKey_WhenAClaimLacksOne()
    {
        var file = ClaimsFile.Parse("alpha", Whole.Replace("    date: 2026-01-31\n", "", StringComparison.Ordinal), "claims.yaml", Properties);

        Assert.Equal("claims.yaml:2: The claim lacks 'date': add it.", Assert.Single(file.Problems).ToString());
    }

    [Fact]
    public void Parse_IsAProblem_WhenAnIdIsUsedTwice()
    {
        var twice = Whole + Whole["claims:".Length..];

        Assert.Contains("used twice", Assert.Single(ClaimsFile.Parse("alpha", twice, "claims.yaml", Properties).Problems).Message);
    }

    [Theory]
    [InlineData("claims: [", "not YAML")]
    [InlineData("- a", "one mapping")]
    [InlineData("claims: text", "must be a list")]
    [InlineData("claims: [text]", "must be a mapping")]
    [InlineData("notes: []", "Unknown key 'notes'")]
    [InlineData("", "one mapping")]
    public void Parse_IsAProblem_WhenTheShapeIsWrong(string text, string message) =>
        Assert.Contains(message, Assert.Single(ClaimsFile.Parse("alpha", text, "claims.yaml", Properties).Problems).Message);

    [Fact]
    public void Load_IsAProblem_WhenThereIsNoFile() =>
        Assert.Contains("no such file", Assert.Single(ClaimsFile.Load("alpha", "/nowhere/claims.yaml", "claims.yaml", Properties).Problems).Message);
}
