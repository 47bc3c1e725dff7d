using CliWrap;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>Debian's <c>docker-registry</c> on loopback, as the README tells a user to run it.</summary>
internal sealed class LoopbackRegistry : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly Task process;

    private LoopbackRegistry(string address, string configuration)
    {
        Address = address;
        process = Processes.Start("docker-registry", ["serve", configuration], ending.Token);
    }

    /// <summary>Host and port; the host is called localhost, which Docker and ocean-node speak to over plain HTTP.</summary>
    public string Address { get; }

    /// <summary>What is missing on this machine for a registry and an engine; null when nothing is.</summary>
    public static async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            return "The image is made of this machine's own programs, on Linux only.";
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, "docker-registry"))))
            return "No registry: install docker-registry.";
        await using var engine = await DockerWorkRunner.TryConnectAsync(cancellationToken);
        return engine is null ? "No Docker engine answers: start dockerd." : null;
    }

    public static async Task<LoopbackRegistry> StartAsync(string folder, HttpClient http, CancellationToken cancellationToken)
    {
        var port = FreePort.Take();
        var configuration = $"{folder}.yml";
        await File.WriteAllTextAsync(
            configuration, $"version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: {folder}\n  delete:\n    enabled: true\nhttp:\n  addr: 127.0.0.1:{port}\n", cancellationToken);
        var registry = new LoopbackRegistry($"localhost:{port}", configuration);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://{registry.Address}/v2/"), cancellationToken);
                return registry;
            }
            catch (HttpRequestException)
            {
                Assert.False(registry.process.IsCompleted, "The registry ended before it answered.");
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await process.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }
}

/// <summary>Programs that are started and not listened to.</summary>
internal static class Processes
{
    // What they say is read, although nobody wants it: a closed pipe ends a program that is written in Go.
    public static Task Start(string program, IReadOnlyList<string> arguments, CancellationToken ending) =>
        Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStream(Stream.Null)).WithStandardErrorPipe(PipeTarget.ToStream(Stream.Null))
            .ExecuteAsync(ending).Task;
}
