using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Tests.Running;
using Xunit;

namespace Survey.Experiments.Tests.Publishing;

/// <summary>Debian's <c>docker-registry</c> on a free port of the loopback address, as long as this object lives.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    private const string Program = "docker-registry";

    private readonly CancellationTokenSource ending = new();
    private readonly TemporaryFolder folder;
    private readonly Task process;

    private DockerRegistry(TemporaryFolder folder, string configuration, int port)
    {
        this.folder = folder;
        Address = $"localhost:{port}";
        process = Processes.Start(Program, ["serve", configuration], ending.Token);
    }

    /// <summary>Host and port; the host is called localhost, which Docker and ocean-node speak to over plain HTTP.</summary>
    public string Address { get; }

    /// <summary>What is missing on this machine for a registry and an engine with an image for it; null when nothing is.</summary>
    public static async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            return "The image is made of this machine's own programs, on Linux only.";
        if (!IsInstalled())
            return "No registry: install docker-registry.";
        await using var engine = await DockerWorkRunner.TryConnectAsync(cancellationToken);
        return engine is null ? "No Docker engine answers: start dockerd." : null;
    }

    public static async Task<DockerRegistry> StartAsync(bool allowsDeletion, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(IsInstalled(), "docker-registry is not installed (Debian: apt-get install docker-registry).");
        var folder = new TemporaryFolder();
        var port = FreePort.Take();
        var configuration = folder.File("config.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{folder.File("data")}} }, delete: { enabled: {{(allowsDeletion ? "true" : "false")}} } }
            http: { addr: "127.0.0.1:{{port}}" }
            """, cancellationToken);
        var registry = new DockerRegistry(folder, configuration, port);
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://{registry.Address}/v2/"), cancellationToken);
                return registry;
            }
            catch (HttpRequestException)
            {
                Assert.False(registry.process.IsCompleted, "docker-registry ended before it answered.");
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await process.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
        folder.Dispose();
    }

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, Program)));
}
