using CliWrap;
using CliWrap.Buffered;
using Docker.DotNet;
using Survey.Experiments.Images;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Worker.Tests.Containers;

/// <summary>The worker compiled and laid out once for all tests, and built where an engine answers.</summary>
public sealed class PackedWorker : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly HttpClient http = new();
    private readonly List<string> built = [];
    private WorkerImage? withTls;

    /// <summary>What was laid out; on Linux only, where the image's own libraries are at hand.</summary>
    public WorkerImage? Image { get; private set; }

    /// <summary>Why there is no container to test; null when there is.</summary>
    public string? NoEngine { get; private set; }

    public WorkerImageBuilder? Builder { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return;
        NoEngine = await FindEngineAsync();
        Builder = BuilderOf(Repository, Environment.GetEnvironmentVariable("PATH") ?? "", "worker");
        Image = await Builder.LayOutAsync(new ImageRequest("worker", Scratch) { HasEngine = NoEngine is null }, TestContext.Current.CancellationToken);
        if (NoEngine is null)
            await BuildAsync(Image.Reference, Image.Context);
    }

    /// <summary>The image with OpenSSL and certificates, laid out and built by whoever asks first; <see cref="NoEngine"/> must be null.</summary>
    public async Task<WorkerImage> WithTlsAsync()
    {
        if (withTls is not null)
            return withTls;
        var image = await Builder!.LayOutAsync(new ImageRequest("tls", Scratch with { Tls = true }) { HasEngine = true }, TestContext.Current.CancellationToken);
        await BuildAsync(image.Reference, image.Context);
        return withTls = image;
    }

    /// <summary>An image that brings its own libraries.</summary>
    public static ImageSpec Scratch { get; } = new() { Base = BaseImage.Scratch, Repository = "survey/worker-tests" };

    /// <summary>A builder with a folder of its own among the artifacts.</summary>
    public WorkerImageBuilder BuilderOf(string repository, string searchPath, string folder) =>
        new(repository, new ArtifactFolder(Path.Combine(Repository, "artifacts", "tests", folder)), searchPath, http, NullEventSink.Instance);

    /// <summary>Builds an image, which goes when the tests are over.</summary>
    public async Task BuildAsync(string reference, string context)
    {
        await Cli.Wrap("docker").WithArguments(["build", "--quiet", "--tag", reference, context]).ExecuteBufferedAsync();
        built.Add(reference);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        foreach (var reference in built)
            await Cli.Wrap("docker").WithArguments(["image", "rm", "--force", reference]).WithValidation(CommandResultValidation.None).ExecuteAsync();
    }

    private static async Task<string?> FindEngineAsync()
    {
        try
        {
            using var configuration = new DockerClientConfiguration(defaultTimeout: Patience);
            using var client = configuration.CreateClient();
            await client.System.PingAsync();
            var probe = await Cli.Wrap("docker").WithArguments(["version"]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            return probe.ExitCode == 0 ? null : $"The docker command line does not work: {probe.StandardError.Trim()}";
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or IOException or DockerApiException or OperationCanceledException or System.ComponentModel.Win32Exception)
        {
            return $"No Docker engine answers: {exception.Message}";
        }
    }

    internal static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "survey.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No survey.slnx above {AppContext.BaseDirectory}: run the tests inside the repository.");
    }
}

/// <summary>Tests that share the packed worker, so that it is compiled once.</summary>
[CollectionDefinition(nameof(PackedWorker))]
public sealed class PackedWorkerCollection : ICollectionFixture<PackedWorker>;
