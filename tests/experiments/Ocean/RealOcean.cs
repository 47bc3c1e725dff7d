using System.Text.Json.Nodes;
using Survey.Devnets;
using Survey.Devnets.Ocean.Chain;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Publishing;
using Survey.Experiments.Tests.Running;
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
    private DockerRegistry? registry;
    private MachineImage? built;
    private DevnetEndpointFile? node;

    /// <summary>The registry's host and port.</summary>
    public string Registry => registry!.Address;

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        if (await FindMissingAsync(token) is { } reason)
        {
            missing = reason;
            return;
        }
        registry = await DockerRegistry.StartAsync(allowsDeletion: true, token);
        built = await MachineImage.BuildAsync(image, folder.File("image"), ["/bin/sh", "/usr/bin/sha256sum", "/usr/bin/awk", "/usr/bin/cut"], OceanFixture.Worker, token);
        var state = folder.File("node");
        string[] options = ["--option", "claim=300", "--option", "tick=100", "--option", $"chain-cache={ChainFixture.CacheFolder}"];
        var host = Processes.Start("dotnet", [typeof(DevnetCatalog).Assembly.Location, "ocean", "--state", state, "--isolation", "docker", .. options], ending.Token);
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
            (await http.PostAsync(new Uri($"{node.Endpoints["api"]}/devnet/stop"), null, CancellationToken.None)).Dispose();
        if (built is not null)
            await built.DisposeAsync();
        if (registry is not null)
            await registry.DisposeAsync();
        await ending.CancelAsync();
        ending.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private static async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        if (await DockerRegistry.FindMissingAsync(cancellationToken) is { } reason)
            return reason;
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

    private sealed class NoDevnets : IDevnets
    {
        public Task<Uri> EnsureAsync(DevnetInstance instance, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("With --real nobody starts a devnet.");
    }
}
