using System.Security.Cryptography;
using Survey.Devnets;
using Survey.Devnets.Hosting;
using Survey.Devnets.Ocean;
using Survey.Devnets.Ocean.Chain;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Tests;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>A devnet of Ocean with plain processes as containers, a file host, and runs of a worker that is a few lines of shell.</summary>
public class OceanFixture : IAsyncLifetime
{
    // Writes what the real worker writes, for as many images as asked: the class is the image's index modulo 10.
    internal const string Worker = """
        #!/bin/sh
        while [ $# -gt 0 ]; do
          case "$1" in
            --model) model="$2";;
            --output) output="$2";;
            --limit) limit="$2";;
          esac
          shift
        done
        echo "predicting $limit images"
        echo "a line of errors" >&2
        sum=$(sha256sum "$model" | cut -d' ' -f1)
        list=$(awk -v n="$limit" 'BEGIN { for (i = 0; i < n; i++) printf "%s%d", i ? "," : "", i % 10 }')
        printf '{"argmax":[%s],"model":{"sha256":"%s"}}' "$list" "$sum" > "$output/predictions.json"
        """;

    private static readonly Dictionary<string, string> Quick = new()
    {
        ["tick"] = "40",
        ["kill-after"] = "20",
        ["indexer"] = "30",
        ["cpu"] = "64",
        ["ram"] = "64",
        ["free-cpu"] = "64",
        ["free-ram"] = "64",
        ["free-jobs"] = "64",
        ["chain-cache"] = ChainFixture.CacheFolder,
    };

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"survey-ocean-{Guid.NewGuid():N}");
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private OceanDevnet? devnet;
    private LoopbackServer? files;
    private string missing = "";

    internal static byte[] Model { get; } = [.. Enumerable.Range(0, 2000).Select(index => (byte)index)];

    internal static byte[] Inputs { get; } = [.. Enumerable.Range(0, 5000).Select(index => (byte)(index * 7))];

    /// <summary>Code that stands in a file of its own, as that of the recordings did; it leaves the time to look at it while it runs.</summary>
    internal static byte[] Algorithm { get; } = "echo algo-from-asset; sleep 2; echo done\n"u8.ToArray();

    internal OceanDevnet Devnet
    {
        get
        {
            Assert.SkipUnless(devnet is not null, missing);
            return devnet!;
        }
    }

    internal Uri Files => files!.Address;

    /// <summary>The worker's image as a folder.</summary>
    internal string ImageFolder => Path.Combine(folder, "image");

    internal HttpClient Http => http;

    internal virtual IsolationKind Isolation => IsolationKind.Process;

    private protected virtual IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string> { ["claim"] = "300" };

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            missing = "The stand-in worker is a shell script.";
            return;
        }
        try
        {
            await NpmFolder.OfRepository().EnsureAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            missing = $"No chain: {exception.Message}";
            return;
        }
        if (await FindMissingAsync(TestContext.Current.CancellationToken) is { } reason)
        {
            missing = reason;
            return;
        }
        files = await LoopbackServer.StartAsync(async context =>
        {
            byte[]? content = context.Request.Path.Value?.Split('/')[^1] switch
            {
                "model.onnx" or "weights.onnx" => Model,
                "algo.sh" => Algorithm,
                "images.idx" or "data.csv" => Inputs,
                _ => null,
            };
            context.Response.StatusCode = content is null ? 404 : 200;
            if (context.Request.Path.StartsWithSegments("/v2"))
                content = "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\",\"detail\":{\"Tag\":\"1\"}}]}\n"u8.ToArray();
            else if (content is null)
                return;
            context.Response.ContentType = "application/octet-stream";
            await context.Response.Body.WriteAsync(content);
        });
        var root = ImageFolder;
        Directory.CreateDirectory(root);
        Executable.Write(Path.Combine(root, "worker"), Worker);
        devnet = await OceanDevnet.StartAsync(
            new DevnetSettings
            {
                StateFolder = Path.Combine(folder, "devnet"),
                Isolation = Isolation,
                Images = Isolation == IsolationKind.Docker ? [] :
                [
                    new ProcessImage("survey/worker*", root, ["/worker"]),
                    new ProcessImage($"localhost:{files.Address.Port}/ocean-local/bb:1", "/", ["/bin/sh"]),
                    new ProcessImage($"localhost:{files.Address.Port}/ocean-local/bb@sha256:624b482694be1b5258861f81e4445e912571005a2eb1897578f4e4c82fd68403", "/", ["/bin/sh"]),
                ],
                Options = new Dictionary<string, string>(Quick.Concat(Options).GroupBy(option => option.Key).ToDictionary(group => group.Key, group => group.Last().Value)),
            },
            TestContext.Current.CancellationToken);
    }

    /// <summary>What a fixture needs besides, got ready; the answer is why it cannot be had.</summary>
    private protected virtual Task<string?> FindMissingAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public virtual async ValueTask DisposeAsync()
    {
        if (devnet is not null)
            await devnet.DisposeAsync();
        if (files is not null)
            await files.DisposeAsync();
        http.Dispose();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal OceanNetwork Network(OceanSettings? settings = null, TimeProvider? time = null) => new(
        new NetworkEndpoint("ocean", "ocean", Standing.Devnet, new Uri(Devnet.Endpoints["api"]), "{}"),
        settings ?? new OceanSettings { Poll = TimeSpan.FromMilliseconds(30), Settlement = TimeSpan.FromSeconds(30) },
        new NetworkServices(http, time ?? TimeProvider.System, NullEventSink.Instance, name => throw new InvalidOperationException($"No secret is needed on the devnet, {name} was asked for."), new Random(1)));

    internal ExperimentRun Run(MemoryJournal journal, OceanOptions? options = null, string? name = null) => new()
    {
        RunId = $"run-{Guid.NewGuid():N}"[..14],
        Experiment = name ?? "ocean-c2d",
        Spec = new ExperimentSpec { Network = "ocean", Model = "cnn", Image = "worker", Limits = new LimitSpec { Budget = new Money(100, "OCEAN"), Run = TimeSpan.FromMinutes(1) } },
        Options = options ?? new OceanOptions(),
        Worker = new WorkerArtifact("survey/worker:1", null, ImageFolder, "worker"),
        Model = new FileArtifact("model.onnx", Sha256(Model), Model.Length, new Uri(Files, "model.onnx")),
        Inputs = new FileArtifact("images.idx", Sha256(Inputs), Inputs.Length, new Uri(Files, "images.idx")),
        InputCount = 25,
        Folder = Path.Combine(folder, "runs", Guid.NewGuid().ToString("N")),
        Journal = journal,
        Expires = DateTimeOffset.UtcNow.AddHours(1),
    };

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
