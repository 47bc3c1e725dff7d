namespace Survey.Models.Tests;

public sealed class SpecificationPathsTests
{
    [Fact]
    public void Resolve_StartsAtTheYamlFile_WhenThePathIsRelative() =>
        Assert.Equal(Path.GetFullPath("/survey/models/mine.onnx"), SpecificationPaths.Resolve("/survey", "models/mine.onnx"));

    [Fact]
    public void Resolve_LeavesThePath_WhenItIsFull() =>
        Assert.Equal(Path.GetFullPath("/elsewhere/mine.onnx"), SpecificationPaths.Resolve("/survey", Path.GetFullPath("/elsewhere/mine.onnx")));

    [Fact]
    public void Resolve_StartsAtTheUsersFolder_WhenThePathBeginsWithATilde() =>
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "mine.onnx"), SpecificationPaths.Resolve("/survey", "~/mine.onnx"));
}
