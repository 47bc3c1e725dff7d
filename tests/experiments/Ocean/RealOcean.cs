using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Survey.Devnets;
using Survey.Devnets.Ocean.Chain;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>
/// Everything that a user of <c>--real</c> brings along: a node and a chain that are processes of their own and run containers, a registry on
/// loopback, an image in the local engine, and keys in the environment.
/// </summary>
public sealed class RealOcean : IAsyncLifetime
{
    private const string BuyersKey = "SURVEY_TEST_OCEAN_BUYER";
    private const string PublishersKey = "SURVEY_TEST_OCEAN_PUBLISHER";

    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource ending = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string image = $"survey/ocean-test:{Guid.NewGuid():N}";
    private string missing = "The test was not prepared.";
    private DevnetEndpointFile? node;

    /// <summary>The registry's host and port.</summary>
    public string Registry { get; } = $"localhost:{FreePort.Take()}";

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        if (await FindMissingAsync(token) is { } reason)
        {
            missing = reason;
            return;
        }
        var configuration = folder.File("registry.yml");
        await File.WriteAllTextAsync(configuration, $"version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: {folder.File("registry")}\n  delete:\n    enabled: true\nhttp:\n  addr: {Registry.Replace("localhost", "127.0.0.1")}\n", token);
        var registry = Start("docker-registry", "serve", configuration);
        await BuildAsync(token);
        await WaitForRegistryAsync(registry, token);
        var state = folder.File("node");
        var host = Start(
            "dotnet", typeof(DevnetCatalog).Assembly.Location, "ocean", "--state", state, "--isolation", "docker", "--option", "claim=300", "--option", "tick=100", "--option", $"chain-cache={ChainFixture.CacheFolder}");
        while ((node = DevnetEndpointFile.FindAlive(state)) is null)
        {
            Assert.False(host.IsCompleted, "The node ended before it answered.");
            await Task.Delay(50, token);
        }
        Environment.SetEnvironmentVariable(BuyersKey, WellKnownKeys.Key(2));
        Environment.SetEnvironmentVariable(PublishersKey, WellKnownKeys.Key(4));
    }

    internal OceanRun Survey()
    {
        Assert.SkipWhen(node is null, missing);
        return new OceanRun(new NoDevnets(), http, new WorkerArtifact(image, null, folder.File("image"), "worker"))
        {
            IsReal = true,
            Image = new ImageSpec { Repository = "survey/ocean-test", Push = new PushSpec { Registry = Registry } },
            Network = new NetworkSpec
            {
                Driver = "ocean",
                Endpoint = node.Endpoints["api"],
                Hosting = "local",
                Settings = new JsonObject
                {
                    ["rpc"] = node.Endpoints["rpc"],
                    ["addressFile"] = node.Labels["address-file"],
                    ["privateKey"] = $"${{{BuyersKey}}}",
                    ["publisherKey"] = $"${{{PublishersKey}}}",
                    ["poll"] = "100ms",
                },
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
        {
            using var answer = await http.PostAsync(new Uri($"{node.Endpoints["api"]}/devnet/stop"), null, CancellationToken.None);
            await Cli.Wrap("docker").WithArguments(["image", "rm", "--force", image]).WithValidation(CommandResultValidation.None).ExecuteAsync(CancellationToken.None);
        }
        await ending.CancelAsync();
        ending.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private static async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            return "The image is made of this machine's own programs, on Linux only.";
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, "docker-registry"))))
            return "No registry: install docker-registry.";
        await using var engine = await DockerWorkRunner.TryConnectAsync(cancellationToken);
        if (engine is null)
            return "No Docker engine answers: start dockerd.";
        try
        {
            await NpmFolder.OfRepository().EnsureAsync(TimeProvider.System, cancellationToken);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return $"No chain: {exception.Message}";
        }
    }

    // What they say is read, although nobody wants it: a closed pipe ends a program that is written in Go.
    private Task Start(string program, params string[] arguments) =>
        Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStream(Stream.Null)).WithStandardErrorPipe(PipeTarget.ToStream(Stream.Null))
            .ExecuteAsync(ending.Token).Task;

    private async Task WaitForRegistryAsync(Task registry, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://{Registry}/v2/"), cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                Assert.False(registry.IsCompleted, "The registry ended before it answered.");
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    // A shell and the three programs that the stand-in worker calls, with their libraries.
    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        var root = Directory.CreateDirectory(folder.File("image")).FullName;
        foreach (var program in new[] { "/bin/sh", "/usr/bin/sha256sum", "/usr/bin/awk", "/usr/bin/cut" })
        {
            Copy(program);
            var libraries = await Cli.Wrap("ldd").WithArguments([program]).ExecuteBufferedAsync(cancellationToken);
            foreach (var path in libraries.StandardOutput.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith('/')))
                Copy(path);
        }
        await File.WriteAllTextAsync(Path.Combine(root, "worker"), OceanFixture.Worker, cancellationToken);
        File.SetUnixFileMode(Path.Combine(root, "worker"), (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(folder.File("Dockerfile"), "FROM scratch\nCOPY image /\n", cancellationToken);
        await Cli.Wrap("docker").WithArguments(["build", "--quiet", "--tag", image, "--file", folder.File("Dockerfile"), folder.Path])
            .WithEnvironmentVariables(variables => variables.Set("DOCKER_BUILDKIT", "0")).ExecuteBufferedAsync(cancellationToken);

        void Copy(string path)
        {
            var target = root + path;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target, overwrite: true);
        }
    }

    private sealed class NoDevnets : IDevnets
    {
        public Task<Uri> EnsureAsync(string driver, string instance, string? faults, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("With --real nobody starts a devnet.");
    }
}
