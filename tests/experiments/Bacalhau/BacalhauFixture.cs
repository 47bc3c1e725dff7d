using System.Text.Json.Nodes;
using Survey.Devnets;
using Survey.Devnets.Bacalhau;
using Survey.Experiments.Bacalhau;
using Survey.Experiments.Images;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Steps;
using Survey.Tests;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>
/// A devnet in process, the driver on it, and a worker that is a shell script: it writes the predictions that the real one would write
/// for inputs whose class is their index modulo ten.
/// </summary>
internal sealed class BacalhauFixture : IAsyncDisposable
{
    private const string Script = """
        #!/bin/sh
        if [ "$1" != batch ]; then echo "worker 1.0"; exit 0; fi
        while [ $# -gt 0 ]; do
          case "$1" in --limit) n=$2;; --output) out=$2;; --model-sha256) model=$2;; esac
          shift
        done
        i=${BACALHAU_PARTITION_INDEX:-0}; c=${BACALHAU_PARTITION_COUNT:-1}
        exec awk -v first=$((n * i / c)) -v end=$((n * (i + 1) / c)) -v model="$model" -v out="$out/predictions.json" 'BEGIN {
          printf "{\"argmax\":[" > out
          for (k = first; k < end; k++) printf "%s%d", (k > first ? "," : ""), k % 10 > out
          printf "],\"offset\":%d,\"model\":{\"sha256\":\"%s\"}}", first, model > out
        }'
        """;

    /// <summary>An image whose parameter is a shell script.</summary>
    public const string ShellImage = "survey/shell:test";

    private readonly DirectoryInfo folder;
    private readonly HttpClient http;

    private BacalhauFixture(DirectoryInfo folder, BacalhauDevnet devnet, int nodes, JsonObject settings)
    {
        this.folder = folder;
        Devnet = devnet;
        Requests = new RequestLog { InnerHandler = new HttpClientHandler() };
        http = new HttpClient(Requests);
        settings["nodes"] = nodes;
        settings["pollInterval"] = "50ms";
        Network = BacalhauDriver.Registration.Create(
            new NetworkEndpoint("bacalhau", "bacalhau", Standing.Devnet, new Uri(devnet.Endpoints["api"]), settings.ToJsonString()),
            new NetworkServices(http, TimeProvider.System, NullEventSink.Instance, name => new Secret(name), new Random(7)));
    }

    public BacalhauDevnet Devnet { get; }

    public INetwork Network { get; }

    /// <summary>What the driver sent, unless it made a client of its own.</summary>
    public RequestLog Requests { get; }

    public static async Task<BacalhauFixture> StartAsync(
        CancellationToken cancellationToken,
        int nodes = 4,
        FaultPlan? faults = null,
        BacalhauDefects? defects = null,
        string? script = null,
        BacalhauDevnetOptions? options = null,
        JsonObject? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("bacalhau-driver-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "root"));
        var worker = Path.Combine(folder.FullName, "root", "worker");
        Executable.Write(worker, script ?? Script);
        await File.WriteAllTextAsync(ModelIn(folder), "a model", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "images"), "some images", cancellationToken);
        var artifact = WorkerIn(folder);
        var devnet = await BacalhauDevnet.StartAsync(
            new DevnetSettings
            {
                StateFolder = Path.Combine(folder.FullName, "state"),
                Isolation = IsolationKind.Process,
                Faults = faults ?? FaultPlan.None,
                Images =
                [
                    new ProcessImage(ShellImage, "/", ["/bin/sh", "-c"]),
                    new ProcessImage(artifact.ImageName, artifact.RootFolder, ["/worker"]),
                    new ProcessImage(artifact.ModelImageName, artifact.RootFolder, ["/worker"], Files: new Dictionary<string, string> { [ModelImage.ModelPath] = ModelIn(folder) }),
                ],
            },
            (options ?? new BacalhauDevnetOptions()) with
            {
                Nodes = nodes,
                Timing = new BacalhauTiming().Scaled(0.02) with { HandlerLimit = TimeSpan.FromSeconds(5), LogHeartbeat = TimeSpan.FromHours(1) },
                Defects = defects ?? BacalhauDefects.None,
            },
            cancellationToken);
        return new BacalhauFixture(folder, devnet, nodes, settings ?? []);
    }

    /// <summary>An experiment of its own, small enough that many fit on this machine.</summary>
    public ExperimentRun Run(
        string name = "batch", int images = 20, int partitions = 1, ModelDelivery? delivery = null, double seconds = 60, double startSeconds = 60) => new()
        {
            RunId = "20261124-000000-abcd",
            Experiment = name,
            Spec = new ExperimentSpec
            {
                Network = "bacalhau",
                Model = "cnn",
                Image = "worker",
                Delivery = delivery,
                Workload = new WorkloadSpec { Partitions = partitions },
                Resources = new ResourceSpec { Cpu = 0.05, MemoryMiB = 64, DiskMiB = 1 },
                Limits = new LimitSpec { Run = TimeSpan.FromSeconds(seconds), Start = TimeSpan.FromSeconds(startSeconds) },
            },
            Options = new BacalhauOptions(),
            Worker = WorkerIn(folder),
            Model = new FileArtifact(ModelIn(folder), new string('a', 64), 7),
            Inputs = new FileArtifact(Path.Combine(folder.FullName, "images"), new string('b', 64), 11),
            InputCount = images,
            Folder = Directory.CreateDirectory(Path.Combine(folder.FullName, "runs", name)).FullName,
            Journal = new FakeJournal(),
            Expires = DateTimeOffset.UtcNow.AddHours(1),
        };

    /// <summary>Deploys and invokes.</summary>
    public async Task<Invocation> InvokeAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var deployment = await Network.DeployAsync(run, cancellationToken);
        return await Network.InvokeAsync(run, deployment, cancellationToken);
    }

    private static WorkerArtifact WorkerIn(DirectoryInfo folder) => new("survey/worker:test", null, Path.Combine(folder.FullName, "root"), "worker");

    private static string ModelIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "model.onnx");

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        await Devnet.DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }
}
