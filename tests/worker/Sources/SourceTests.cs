using Survey.Worker.Sources;

namespace Survey.Worker.Tests.Sources;

public sealed class SourceTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Parse_KeepsThePath_WhenThereIsNoDigest() => Assert.Equal(new Source("a/b#c.onnx", null), Source.Parse("a/b#c.onnx"));

    [Theory]
    [InlineData("#")]
    [InlineData("#sha256=")]
    public void Parse_SplitsTheDigestOff(string separator) =>
        Assert.Equal(new Source("http://h/m.onnx", Hash), Source.Parse($"http://h/m.onnx{separator}{Hash.ToUpperInvariant()}"));

    [Fact]
    public void FileName_LeavesTheQueryOut() => Assert.Equal("m.onnx", Source.Parse($"http://h/x/m.onnx?key=1#{Hash}").FileName);

    [Theory]
    [InlineData("http://h/m.onnx", null, "without a digest")]
    [InlineData("http://h/m.onnx#abc", null, "not a SHA-256")]
    [InlineData("m.onnx", "xyz", "not a SHA-256")]
    [InlineData("http://#bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", null, "not a valid URL")]
    [InlineData("m#bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", "Two different")]
    public void Parse_SaysWhatIsWrong(string text, string? digest, string said) =>
        Assert.Contains(said, Assert.Throws<WorkerException>(() => Source.Parse(text, digest)).Message, StringComparison.Ordinal);
}
