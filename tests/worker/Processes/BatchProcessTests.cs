using System.Text.Json;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Processes;

public sealed class BatchProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Batch_PredictsEverything_AndEndsWithZero()
    {
        var pixels = Fixture.Pixels(7);
        var input = folder.Write("t10k-images-idx3-ubyte", Fixture.Idx(pixels));

        var result = await RunAsync("--model", Fixture.Model(), "--input", input);

        Assert.Equal(0, result.ExitCode);
        using var predictions = JsonDocument.Parse(File.ReadAllBytes(folder.File("out/predictions.json")));
        Assert.Equal(Fixture.Expected(pixels), predictions.RootElement.GetProperty("argmax").EnumerateArray().Select(item => item.GetInt32()));
    }

    [Fact]
    public async Task Batch_TakesItsPartition_WhenBacalhauSetsTheVariables()
    {
        var pixels = Fixture.Pixels(8);
        var input = folder.Write("a.raw", pixels);

        await WorkerProcess.Command("batch", "--model", Fixture.Model(), "--input", input, "--output", folder.File("out"))
            .WithEnvironmentVariables(variables => variables.Set("BACALHAU_PARTITION_INDEX", "1").Set("BACALHAU_PARTITION_COUNT", "2"))
            .ExecuteAsync(TestContext.Current.CancellationToken);

        using var predictions = JsonDocument.Parse(File.ReadAllBytes(folder.File("out/predictions.json")));
        Assert.Equal(Fixture.Expected(pixels)[4..], predictions.RootElement.GetProperty("argmax").EnumerateArray().Select(item => item.GetInt32()));
    }

    [Theory]
    [InlineData((int)ExitCode.BadModel, "--model", "missing.onnx", "--input", "input")]
    [InlineData((int)ExitCode.BadInput, "--model", "model", "--input", "missing.raw")]
    [InlineData((int)ExitCode.BadInput, "--model", "model", "--input", "input", "--offset", "99")]
    [InlineData((int)ExitCode.Usage, "--model", "model", "--input", "input", "--batch", "0")]
    [InlineData((int)ExitCode.Usage, "--model", "model", "--input", "input", "--limit", "0")]
    [InlineData((int)ExitCode.Usage, "--model", "model", "--input", "input", "--partition", "2/2")]
    [InlineData((int)ExitCode.Usage, "--model", "model", "--input", "input", "--set", "other")]
    [InlineData((int)ExitCode.Usage, "--model", "model")]
    [InlineData((int)ExitCode.FetchFailed, "--model", "model", "--model-sha256", "0000000000000000000000000000000000000000000000000000000000000000", "--input", "input")]
    public async Task Batch_EndsWithTheDocumentedCode_AndLeavesNothing(int code, params string[] arguments)
    {
        var input = folder.Write("a.raw", Fixture.Pixels(1));

        var result = await RunAsync([.. arguments.Select(argument => argument switch { "model" => Fixture.Model(), "input" => input, _ => argument })]);

        Assert.Equal(code, result.ExitCode);
        Assert.False(Directory.Exists(folder.File("out")) && Directory.EnumerateFileSystemEntries(folder.File("out")).Any());
    }

    [Fact]
    public async Task Batch_IsOneSentence_WhenTheInputIsTruncated()
    {
        var input = folder.Write("t10k-images-idx3-ubyte", Fixture.Idx(Fixture.Pixels(2))[..^1]);

        var result = await RunAsync("--model", Fixture.Model(), "--input", input);

        Assert.Equal((int)ExitCode.BadInput, result.ExitCode);
        Assert.Equal("worker: 't10k-images-idx3-ubyte' is truncated: 2 images need 1584 bytes, it has 1583.\n", result.StandardError);
    }

    [Fact]
    public async Task Batch_EndsWithItsCode_WhenTheOutputIsNotWritable()
    {
        var result = await WorkerProcess.RunAsync("batch", "--model", Fixture.Model(), "--input", folder.Write("a.raw", Fixture.Pixels(1)), "--output", folder.File("a.raw/out"));

        Assert.Equal((int)ExitCode.OutputNotWritable, result.ExitCode);
        Assert.Single(result.StandardError.Trim().Split('\n'));
    }

    public void Dispose() => folder.Dispose();

    private Task<CliWrap.Buffered.BufferedCommandResult> RunAsync(params IEnumerable<string> arguments) =>
        WorkerProcess.RunAsync(["batch", .. arguments, "--output", folder.File("out")]);
}
