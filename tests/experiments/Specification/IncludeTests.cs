using Xunit;

namespace Survey.Experiments.Tests.Specification;

public sealed class IncludeTests : IDisposable
{
    private readonly YamlFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_JoinsSections_WhenAnotherFileIsIncluded()
    {
        folder.Write("more/own.yaml", "experiments:\n  second: { network: docker, model: cnn, image: worker }\n");

        var spec = folder.Load("include: [more/own.yaml]\n" + YamlFolder.Valid).Require();

        Assert.Equal(["first", "second"], spec.Experiments.Keys);
    }

    [Fact]
    public void Load_ShowsTheCircle_WhenFilesIncludeEachOther()
    {
        folder.Write("a.yaml", "include: [b.yaml]\n");
        folder.Write("b.yaml", "include: [a.yaml]\n");

        Assert.Contains("includes itself: experiments.yaml -> a.yaml -> b.yaml -> a.yaml.", Assert.Single(folder.Findings("include: [a.yaml]\n" + YamlFolder.Valid)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PointsIntoTheIncludedFile_WhenItIsWrong()
    {
        folder.Write("more/own.yaml", "experiments:\n  second: { network: docker, model: cnn, image: wroker }\n");

        Assert.Equal(
            ["more/own.yaml:2:49: error: experiments.second.image is 'wroker', which 'images' does not have. Did you mean 'worker'?"],
            folder.Findings("include: [more/own.yaml]\n" + YamlFolder.Valid));
    }

    [Fact]
    public void Load_NamesBothPlaces_WhenAnEntryStandsInTwoFiles()
    {
        folder.Write("own.yaml", "images:\n  worker: {}\n");

        Assert.Contains("worker", Assert.Single(folder.Findings("include: [own.yaml]\n" + YamlFolder.Valid)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[gone.yaml]", "gone.yaml' does not exist")]
    [InlineData("[/etc/passwd]", "expected the path of a YAML file, relative to this one")]
    [InlineData("[\"https://example.org/x.yaml\"]", "expected the path of a YAML file, relative to this one")]
    public void Load_SaysWhy_WhenAFileCannotBeIncluded(string include, string expected) =>
        Assert.Contains(expected, Assert.Single(folder.Findings($"include: {include}\n{YamlFolder.Valid}")), StringComparison.Ordinal);
}
