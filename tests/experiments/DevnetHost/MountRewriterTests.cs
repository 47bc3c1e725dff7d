using Survey.Experiments.Isolation;
using Xunit;

namespace Survey.Experiments.Tests.DevnetHost;

public sealed class MountRewriterTests
{
    private static readonly MountRewriter Rewriter = new(
        [new WorkMount("/state/e-1/inputs", "/in", true), new WorkMount("/state/e-1/outputs", "/in/out", false)],
        [new WorkPort(21060, 8080)]);

    [Theory]
    [InlineData("/in", "/state/e-1/inputs")]
    [InlineData("/in/model.onnx", "/state/e-1/inputs/model.onnx")]
    [InlineData("--model=/in/model.onnx", "--model=/state/e-1/inputs/model.onnx")]
    [InlineData("echo 1 > /in/out/p; ls /in", "echo 1 > /state/e-1/outputs/p; ls /state/e-1/inputs")]
    [InlineData("/inputs", "/inputs")]
    [InlineData("/data/in", "/data/in")]
    [InlineData("/in.txt", "/in.txt")]
    [InlineData("8080", "21060")]
    [InlineData("18080", "18080")]
    public void Rewrite_PutsPathsOfThisMachine_WhereMountsAreNamed(string text, string expected) =>
        Assert.Equal(expected, Rewriter.Rewrite(text));
}
