using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Survey.Experiments.Images;
using Survey.Tests;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Containers;

[Collection(nameof(PackedWorker))]
public sealed class ContainerTests(PackedWorker packed) : IDisposable
{
    private const long Megabyte = 1_000_000;
    private static readonly byte[] Pixels = Fixture.Pixels(5);
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void LayOut_StaysSmall()
    {
        var image = Image();

        Assert.InRange(image.UnpackedBytes, 1, 50 * Megabyte);
        Assert.InRange(image.GzipBytes, 1, 20 * Megabyte);
    }

    [Fact]
    public void LayOut_HoldsOneProgramItsLibrariesAndNothingElse()
    {
        var files = Image().Files;

        Assert.Contains(files, file => file is { Path: RootFolder.Executable, Mode: "755" });
        Assert.All(files, file => Assert.True(file.Path.StartsWith("app/", StringComparison.Ordinal) || file.Path.Contains(".so", StringComparison.Ordinal), file.Path));
        Assert.DoesNotContain(files, file => file.Path.EndsWith("/sh", StringComparison.Ordinal));
        Assert.DoesNotContain("USER", File.ReadAllText(Path.Combine(Image().Context, "Dockerfile")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_RunsFromTheFolder_WithoutAnEngine()
    {
        var input = folder.Write("a.raw", Pixels);

        var result = await Cli.Wrap(Path.Combine(Image().RootFolder, Image().Executable))
            .WithArguments(["batch", "--model", Fixture.Model(), "--input", input, "--output", folder.File("out")])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (result.ExitCode, result.StandardOutput));
        Assert.Equal(Fixture.Expected(Pixels), Argmax());
        Assert.Equal(Image().Kind == WorkerKind.NativeAot ? "NativeAOT" : "JIT", Predictions().GetProperty("environment").GetProperty("compiled").GetString());
    }

    /// <summary>A root nobody can write, no /tmp, no network, no capability, any user: what the strictest network leaves a container.</summary>
    [Theory]
    [InlineData("0:0")]
    [InlineData("1000:1000")]
    [InlineData("12345:54321")]
    public async Task Container_Predicts_WithNothingButItsMounts(string user)
    {
        await RunInContainerAsync(user, Image().Reference, "--model", "/in/tiny.onnx");

        Assert.Equal(Fixture.Expected(Pixels), Argmax());
    }

    [Fact]
    public async Task Container_FindsTheModelInTheImage_WhenItIsBakedIn()
    {
        var model = packed.Builder!.LayOutModel(Image(), "survey/worker-tests-model", Fixture.Model());
        Assert.SkipUnless(packed.NoEngine is null, packed.NoEngine ?? "");
        await packed.BuildAsync(model.Reference, model.Context);

        await RunInContainerAsync("1000:1000", model.Reference, "--model", ModelImage.ModelPath);

        Assert.Equal(Fixture.Expected(Pixels), Argmax());
    }

    [Fact]
    public async Task Find_GivesTheBuiltImage_AndNullForAnother()
    {
        var image = Image();
        Assert.SkipUnless(packed.NoEngine is null, packed.NoEngine ?? "");
        using var configuration = new Docker.DotNet.DockerClientConfiguration();
        using var client = configuration.CreateClient();
        var images = new DockerImages(client);

        var built = await images.FindAsync(image.Reference, TestContext.Current.CancellationToken);

        Assert.StartsWith("sha256:", built!.Id, StringComparison.Ordinal);
        Assert.Equal(image.UnpackedBytes, built.Bytes);
        Assert.Null(await images.FindAsync("survey/worker-tests:none", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task LayOut_GivesTheSameTag_WhenNothingChanged()
    {
        var first = Image();

        var second = await packed.Builder!.LayOutAsync(new ImageRequest("again", PackedWorker.Scratch), TestContext.Current.CancellationToken);

        Assert.Equal(first.Tag, second.Tag);
        Assert.Equal(first.Context, second.Context);
    }

    [Fact]
    public async Task LayOut_ServesProcesses_WhenNoEngineAnswers()
    {
        Image();

        var image = await packed.Builder!.LayOutAsync(new ImageRequest("engineless", PackedWorker.Scratch), TestContext.Current.CancellationToken);

        Assert.Equal(WorkIsolation.Process, image.Isolation);
        Assert.Null(image.ToArtifact().Image);
        Assert.True(File.Exists(Path.Combine(image.RootFolder, image.Executable)));
    }

    /// <summary>Two machines with the same sources: another checkout in another folder, compiled from nothing.</summary>
    [Fact]
    [Soak]
    public async Task LayOut_GivesTheSameTag_FromAnotherCheckout()
    {
        var first = Image();
        var checkout = Checkout.CopyTo(folder.File("another place"));

        var second = await packed.BuilderOf(checkout, SearchPath, "worker-elsewhere").LayOutAsync(new ImageRequest("worker", PackedWorker.Scratch), TestContext.Current.CancellationToken);

        Assert.Equal(first.Files, second.Files);
        Assert.Equal(first.Tag, second.Tag);
    }

    public void Dispose() => folder.Dispose();

    private static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    private WorkerImage Image()
    {
        Assert.SkipUnless(packed.Image is not null, "The image's libraries are taken from this machine, which must be Linux.");
        return packed.Image!;
    }

    private async Task RunInContainerAsync(string user, string image, params string[] model)
    {
        Assert.SkipUnless(packed.NoEngine is null, packed.NoEngine ?? "");
        folder.Write("a.raw", Pixels);
        File.Copy(Fixture.Model(), folder.File("tiny.onnx"));
        Directory.CreateDirectory(folder.File("out"));
        if (!OperatingSystem.IsWindows())
        {
            // Other users must get at it: temporary folders are the owner's alone.
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(folder.File("out"), (UnixFileMode)0b111_111_111);
        }

        var result = await Cli.Wrap("docker")
            .WithArguments(
            [
                "run", "--rm", "--read-only", "--network", "none", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "128m", "--user", user,
                "--volume", $"{folder.Path}:/in:ro", "--volume", $"{folder.File("out")}:/out",
                image, "batch", .. model, "--input", "/in/a.raw", "--output", "/out",
            ])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    private int[] Argmax() => [.. Predictions().GetProperty("argmax").EnumerateArray().Select(item => item.GetInt32())];

    private JsonElement Predictions() => JsonDocument.Parse(File.ReadAllBytes(folder.File("out/predictions.json"))).RootElement;
}
