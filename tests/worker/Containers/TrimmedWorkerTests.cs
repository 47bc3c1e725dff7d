using CliWrap;
using CliWrap.Buffered;
using Survey.Experiments.Images;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Containers;

/// <summary>Where no linker is found: the worker is trimmed and self-contained, and everything else stays the same.</summary>
[Collection(nameof(PackedWorker))]
public sealed class TrimmedWorkerTests(PackedWorker packed) : IDisposable
{
    private static readonly byte[] Pixels = Fixture.Pixels(3);
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task LayOut_TakesTheTrimmedBuildAndSaysSo_WhenNoLinkerIsThere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The image's libraries are taken from this machine, which must be Linux.");

        var image = await packed.BuilderOf(PackedWorker.Repository, FolderWithTheSdkOnly(), "worker-trimmed")
            .LayOutAsync(new ImageRequest("worker", PackedWorker.Scratch) { HasEngine = packed.NoEngine is null }, TestContext.Current.CancellationToken);

        Assert.Equal(WorkerKind.Trimmed, image.Kind);
        Assert.Contains("install clang or gcc", image.KindReason, StringComparison.Ordinal);
        Assert.InRange(image.UnpackedBytes, 1, 60_000_000);
        Assert.SkipUnless(packed.NoEngine is null, packed.NoEngine ?? "");
        await packed.BuildAsync(image.Reference, image.Context);
        Assert.Equal((0, ""), await PredictAsync(image));
        Assert.Contains("\"compiled\":\"JIT\"", await File.ReadAllTextAsync(folder.File("out/predictions.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int ExitCode, string Output)> PredictAsync(WorkerImage image)
    {
        folder.Write("a.raw", Pixels);
        File.Copy(Fixture.Model(), folder.File("tiny.onnx"));
        Directory.CreateDirectory(folder.File("out"));
        var result = await Cli.Wrap("docker")
            .WithArguments(
            [
                "run", "--rm", "--read-only", "--network", "none",
                "--volume", $"{folder.Path}:/in:ro", "--volume", $"{folder.File("out")}:/out",
                image.Reference, "batch", "--model", "/in/tiny.onnx", "--input", "/in/a.raw", "--output", "/out",
            ])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.StandardOutput);
    }

    private string FolderWithTheSdkOnly()
    {
        var sdk = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(place => Path.Combine(place, "dotnet")).First(File.Exists);
        var tools = folder.File("tools");
        Directory.CreateDirectory(tools);
        File.CreateSymbolicLink(Path.Combine(tools, "dotnet"), File.ResolveLinkTarget(sdk, returnFinalTarget: true)?.FullName ?? sdk);
        return tools;
    }
}
