using System.Diagnostics;
using System.Text;
using Xunit;

namespace Survey.Experiments.Tests.Specification;

/// <summary>Files that would cost more to read than they are worth are refused, by counting and not by waiting.</summary>
public sealed class SourceBoundsTests : IDisposable
{
    private readonly YamlFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_RefusesABillionLaughs_WithoutExpandingThem()
    {
        var text = new StringBuilder("x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var level = 1; level < 20; level++)
            text.Append($"x-{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();

        var findings = folder.Findings(text.ToString());

        var finding = Assert.Single(findings);
        Assert.Matches("^experiments.yaml:[0-9]+:[0-9]+: error: The aliases below expand to more than 500000 values. Repeat fewer anchors inside each other.$", finding);
        // Counted, not measured: the whole file is 20 lines, and reading it must stay in that order.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "Refusing it takes milliseconds on an idle machine.");
    }

    [Fact]
    public void Load_RefusesMergesThatExplode()
    {
        var text = new StringBuilder("x-0: &a0 { k0: 1, l0: 2 }\n");
        for (var level = 1; level < 30; level++)
            text.Append($"x-{level}: &a{level} {{ k{level}: *a{level - 1}, l{level}: *a{level - 1}, <<: *a{level - 1} }}\n");

        Assert.Contains("The aliases below expand to more than 500000 values", Assert.Single(folder.Findings(text.ToString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{ k: ", " }")]
    public void Load_RefusesDeepNesting(string open, string close)
    {
        var text = $"x-deep: {string.Concat(Enumerable.Repeat(open, 5000))}1{string.Concat(Enumerable.Repeat(close, 5000))}\n";

        Assert.Contains("nested more than 32 deep", Assert.Single(folder.Findings(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RefusesDeepNesting_WhenAliasesBuildIt()
    {
        var text = new StringBuilder("x-0: &a0 [1]\n");
        for (var level = 1; level < 100; level++)
            text.Append($"x-{level}: &a{level} [*a{level - 1}]\n");

        Assert.Contains("With the alias '*a30' mappings and lists are nested more than 32 deep", Assert.Single(folder.Findings(text.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RefusesAnAliasInsideItsOwnAnchor() =>
        Assert.Contains("The alias '*a' stands inside its own anchor '&a'.", Assert.Single(folder.Findings("x-a: &a [*a]\n")), StringComparison.Ordinal);

    [Fact]
    public void Load_NamesTheNearestAnchor_WhenAnAliasHasNone() =>
        Assert.Equal("experiments.yaml:2:6: error: The alias '*smal' has no anchor '&smal' before it. Did you mean 'small'?", Assert.Single(folder.Findings("x-a: &small 1\nx-b: *smal\n")));

    [Fact]
    public void Load_RefusesAFileThatIsTooLarge()
    {
        var findings = folder.Findings($"# {new string('x', 5 << 20)}\n");

        Assert.Matches("'.*experiments.yaml' has [0-9]+ bytes; expected at most 4194304.", Assert.Single(findings));
    }

    [Fact]
    public void Load_StopsAtTenThousandExperiments_WhenAMatrixMakesABillion()
    {
        var axis = string.Join(", ", Enumerable.Range(1, 1000));
        var text = YamlFolder.Valid.Replace(
            "image: worker }", $"image: worker, matrix: {{ workload.batchSize: [{axis}], workload.images: [{axis}], workload.requests: [{axis}] }} }}", StringComparison.Ordinal);

        Assert.Contains(folder.Findings(text), finding => finding.Contains("The matrices make more than 10000 experiments; expected fewer.", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_RefusesTags() =>
        Assert.Contains("The tag '!!python/object' is not supported", Assert.Single(folder.Findings("x-a: !!python/object {}\n").Select(finding => finding.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal))), StringComparison.Ordinal);
}
