using System.Security.Cryptography;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;
using Survey.Worker.Tests.Containers;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Networks;

/// <summary>The networks of experiments/Http/networks.yaml, run for real: nothing about them is written in C#.</summary>
[Collection(nameof(PackedWorker))]
public sealed class YamlNetworkTests(PackedWorker packed) : IDisposable
{
    private const int Images = 12;
    private static readonly byte[] Pixels = Fixture.Pixels(Images);
    private readonly TemporaryFolder folder = new();
    private readonly MemoryJournal journal = new();

    [Fact]
    public async Task OpenInference_PredictsLikeTheRuntime_OneRequestEach()
    {
        await using var worker = await ServingWorker.StartAsync("--model", $"model={Fixture.Model()}");

        var invocation = await RunAsync("open-inference-service", new Dictionary<string, string> { ["OPEN_INFERENCE_URL"] = worker.Client.BaseAddress!.ToString() });

        Assert.Equal(Fixture.Expected(Pixels), invocation.Predictions.Argmax);
        Assert.Equal(Images, invocation.Latencies.Count);
        Assert.Single(invocation.Latencies, latency => latency.Cold);
        Assert.Empty(journal.Open);
    }

    [Theory]
    [InlineData("docker-rest-batch")]
    [InlineData("docker-cli-batch")]
    public async Task Docker_PredictsAndIsProvedGone(string experiment)
    {
        Assert.SkipUnless(packed.NoEngine is null && packed.Image is not null, packed.NoEngine ?? "Images are laid out on Linux only.");

        var invocation = await RunAsync(experiment, new Dictionary<string, string>());

        Assert.Equal(Fixture.Expected(Pixels), invocation.Predictions.Argmax);
        Assert.NotNull(invocation.Clocks.Entries["compute"].Value);
        Assert.True(File.Exists(folder.File("raw/container.log")), "The container's log is part of the evidence.");
    }

    [Fact]
    public async Task Teardown_NamesStepLineAndResource_WhenItFails()
    {
        await using var network = YamlNetworks.Open("docker-rest", new Uri("http://127.0.0.1:1"), change: settings => settings.Remove("unixSocket"));
        var container = new Resource("container", "survey-x", "c1", new Dictionary<string, string> { ["undo"] = """["remove","gone"]""", ["variables"] = "{}" });

        var proof = (await network.TeardownAsync([container], TestContext.Current.CancellationToken)).Resources.Single();

        Assert.Equal(ResourceFate.Residue, proof.Fate);
        Assert.Matches(@"^Step 'remove' \(.*networks\.yaml:[0-9]+\): DELETE /v1\.41/containers/c1\?force=true&v=true on 127\.0\.0\.1:1 failed: .* Remove container 'c1' by hand, or mend the teardown step and run --target=Sweep\.$", proof.Evidence);
    }

    public void Dispose() => folder.Dispose();

    private async Task<Invocation> RunAsync(string experiment, IReadOnlyDictionary<string, string> environment)
    {
        var spec = YamlNetworks.Load(environment).Experiments[experiment];
        await using var network = YamlNetworks.Open(spec.Network, environment: environment);
        var run = Run(experiment, spec);
        var software = (await network.SurveyAsync(TestContext.Current.CancellationToken)).Software;
        Assert.NotEqual("", software);
        Assert.Equal(0m, (await network.QuoteAsync(run, TestContext.Current.CancellationToken)).Ceiling.Amount);
        var deployment = await network.DeployAsync(run, TestContext.Current.CancellationToken);
        var invocation = await network.InvokeAsync(run, deployment, TestContext.Current.CancellationToken);

        var scope = new ResidueScope(run.RunId, experiment, journal.Open);
        Assert.Equal(journal.Open.Count, (await network.FindResidueAsync(scope, TestContext.Current.CancellationToken)).Count);
        var proof = await network.TeardownAsync(journal.Open, TestContext.Current.CancellationToken);
        Assert.True(proof.IsClean, string.Join(' ', proof.Resources.Select(resource => resource.Evidence)));
        Assert.Empty(await network.FindResidueAsync(scope, TestContext.Current.CancellationToken));
        return invocation;
    }

    private ExperimentRun Run(string experiment, ExperimentSpec spec) => new()
    {
        RunId = "test-" + Guid.NewGuid().ToString("n")[..8],
        Experiment = experiment,
        Spec = spec,
        Options = new object(),
        Worker = new WorkerArtifact(packed.Image?.Reference, null, packed.Image?.RootFolder ?? "", packed.Image?.Executable ?? ""),
        Model = Artifact(Fixture.Model()),
        Inputs = Artifact(folder.Write("t10k-images-idx3-ubyte", Fixture.Idx(Pixels))),
        InputCount = Images,
        Folder = folder.Path,
        Journal = journal,
        Expires = DateTimeOffset.UtcNow.AddMinutes(10),
    };

    private static FileArtifact Artifact(string path) =>
        new(path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), new FileInfo(path).Length);
}
