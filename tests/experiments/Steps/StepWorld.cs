using System.Buffers.Binary;
using System.Security.Cryptography;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Specification;

namespace Survey.Experiments.Tests.Steps;

/// <summary>A network of steps as YAML, read by the program's own loader, and one experiment on it: two pictures of two by two.</summary>
internal sealed class StepWorld : IDisposable
{
    private const int Images = 2;
    private readonly YamlFolder folder = new();
    private readonly List<INetwork> opened = [];

    public FakeJournal Journal { get; } = new();

    public string Folder => Path.Combine(folder.Path, "run");

    public string Model => Path.Combine(folder.Path, "model.onnx");

    /// <summary>Values of <c>${NAME}</c>.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The network, with the given lines as its settings.</summary>
    public INetwork Open(string driver, string? endpoint, string settings)
    {
        var spec = Load(driver, endpoint, settings).Require().Networks["docker"];
        var services = new NetworkServices(
            new HttpClient(), TimeProvider.System, NullEventSink.Instance, reference => new Secret(Environment[reference[2..^1]]), new Random(42));
        var network = NetworkDrivers.All[driver].Create(
            new NetworkEndpoint("docker", driver, Standing.Node, endpoint is null ? null : new Uri(endpoint), spec.Settings!.ToJsonString()), services);
        opened.Add(network);
        return network;
    }

    public LoadResult Load(string driver, string? endpoint, string settings)
    {
        var address = endpoint is null ? "" : $"\n    endpoint: {endpoint}";
        var network = $"  docker:\n    driver: {driver}{address}\n    settings:\n{Indent(settings, 6)}";
        var yaml = YamlFolder.Valid.Replace("  docker: { driver: sample }", network, StringComparison.Ordinal);
        return folder.Load(yaml, new LoadOptions { Environment = Environment.GetValueOrDefault, Drivers = NetworkDrivers.All });
    }

    public ExperimentRun Run()
    {
        File.WriteAllText(Model, "the model");
        var inputs = Path.Combine(folder.Path, "images");
        var idx = new byte[16 + (Images * 4)];
        (idx[2], idx[3]) = (8, 3);
        foreach (var (index, value) in new[] { Images, 2, 2 }.Index())
            BinaryPrimitives.WriteInt32BigEndian(idx.AsSpan(4 + (4 * index)), value);
        File.WriteAllBytes(inputs, idx);
        return new ExperimentRun
        {
            RunId = "r1",
            Experiment = "first",
            Spec = new ExperimentSpec { Network = "docker", Model = "cnn", Image = "worker" },
            Options = new object(),
            Worker = new WorkerArtifact("survey/worker:1", null, "", "worker"),
            Model = Artifact(Model),
            Inputs = Artifact(inputs),
            InputCount = Images,
            Folder = Directory.CreateDirectory(Folder).FullName,
            Journal = Journal,
            Expires = DateTimeOffset.UnixEpoch,
        };
    }

    /// <summary>Deploys and invokes.</summary>
    public async Task<Invocation> InvokeAsync(INetwork network, CancellationToken cancellationToken)
    {
        var run = Run();
        return await network.InvokeAsync(run, await network.DeployAsync(run, cancellationToken), cancellationToken);
    }

    public string Write(string name, string text) => folder.Write(name, text);

    public void Dispose()
    {
        foreach (var network in opened)
            network.DisposeAsync().AsTask().GetAwaiter().GetResult();
        folder.Dispose();
    }

    private static string Indent(string text, int blanks) =>
        string.Join('\n', text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => new string(' ', blanks) + line));

    private static FileArtifact Artifact(string path) =>
        new(path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), new FileInfo(path).Length);
}
