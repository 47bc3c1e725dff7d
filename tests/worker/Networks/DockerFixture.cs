using System.Security.Cryptography;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Experiments.Docker;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Worker.Tests.Containers;
using Survey.Worker.Tests.Support;
using Secret = Survey.Experiments.Networks.Secret;

namespace Survey.Worker.Tests.Networks;

/// <summary>The baseline driver with the packed worker, and the engine asked behind its back.</summary>
internal sealed class DockerFixture(PackedWorker packed) : IAsyncDisposable
{
    public const int Images = 12;

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly DockerClient client = new DockerClientConfiguration().CreateClient();

    public static byte[] Pixels { get; } = Fixture.Pixels(Images);

    public MemoryJournal Journal { get; } = new();

    public string RunId { get; } = "test-" + Guid.NewGuid().ToString("n")[..8];

    public DockerNetwork Network(Uri? engine = null, Func<int>? port = null) => new(
        new NetworkEndpoint("docker", "docker", Standing.Node, engine, "{}"),
        new DockerSettings(),
        new NetworkServices(http, TimeProvider.System, NullEventSink.Instance, name => new Secret(name), new Random(RunId.GetHashCode(StringComparison.Ordinal))))
    {
        TakePort = port ?? FreePort.Take,
    };

    public ExperimentRun Run(IsolationKind isolation, JobType job = JobType.Batch, int requests = 1000, string model = "tiny")
    {
        Assert.SkipUnless(packed.Image is not null, "The worker is laid out on Linux only.");
        Assert.SkipWhen(isolation is IsolationKind.Docker && packed.NoEngine is not null, packed.NoEngine ?? "");
        return new ExperimentRun
        {
            RunId = RunId,
            Experiment = "baseline",
            Spec = new ExperimentSpec
            {
                Network = "docker",
                Model = "tiny",
                Image = "worker",
                Job = job,
                Workload = new WorkloadSpec { Requests = requests },
                Resources = new ResourceSpec { Cpu = 1, MemoryMiB = 256 },
            },
            Options = new DockerOptions { Isolation = isolation },
            Worker = new WorkerArtifact(packed.Image!.Reference, null, packed.Image.RootFolder, packed.Image.Executable),
            Model = Artifact(Fixture.Model(model)),
            Inputs = Artifact(folder.Write("images", Fixture.Idx(Pixels))),
            InputCount = Images,
            Folder = folder.Path,
            Journal = Journal,
            Expires = DateTimeOffset.UtcNow.AddMinutes(10),
        };
    }

    /// <summary>A batch of so many pictures that something can happen to it in between.</summary>
    public ExperimentRun LongRun(IsolationKind isolation)
    {
        const int many = 200_000;
        var run = Run(isolation);
        return run with { Inputs = Artifact(folder.Write("many", Fixture.Idx(new byte[many * 784]))), InputCount = many };
    }

    /// <summary>Containers of this fixture's run, from the engine itself.</summary>
    public async Task<IList<ContainerListResponse>> ContainersAsync()
    {
        if (packed.NoEngine is not null)
            return [];
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"survey.run={RunId}"] = true } };
        return await client.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = filters }, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the engine runs the container of this fixture's run.</summary>
    public async Task<string> RunningContainerAsync()
    {
        while (true)
        {
            if ((await ContainersAsync()).FirstOrDefault(container => container.State == "running") is { } found)
                return found.ID;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    public Task KillAsync(string container) => client.Containers.KillContainerAsync(container, new ContainerKillParameters(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await using (var network = Network())
            await network.TeardownAsync(Journal.Open, CancellationToken.None);
        client.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private static FileArtifact Artifact(string path) =>
        new(path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), new FileInfo(path).Length);
}
