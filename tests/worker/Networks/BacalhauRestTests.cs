using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Survey.Devnets;
using Survey.Devnets.Bacalhau;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Specification;
using Survey.Worker.Tests.Containers;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Networks;

/// <summary>Bacalhau by YAML alone beside Bacalhau by its driver: the same devnet, the same worker, the same model and inputs.</summary>
[Collection(nameof(PackedWorker))]
public sealed class BacalhauRestTests(PackedWorker packed) : IAsyncDisposable
{
    private const int Images = 12;
    private const string RunId = "20261124-000000-abcd";
    private static readonly byte[] Pixels = Fixture.Pixels(Images);
    private readonly TemporaryFolder folder = new();
    private readonly LocalHost files = new(new HostingSpec { Kind = HostingKind.Local }, TimeProvider.System);
    private readonly HttpClient http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Yaml_GivesTheHashOfTheDriver_OnOneDevnet()
    {
        await using var devnet = await StartAsync();
        var (byDriver, _) = await InvokeAsync("bacalhau", "bacalhau-batch", devnet);

        var (byYaml, journal) = await InvokeAsync("bacalhau-rest", "bacalhau-rest-batch", devnet);

        Assert.Equal(byDriver.Predictions.Hash, byYaml.Predictions.Hash);
        Assert.Equal(Fixture.Expected(Pixels), byYaml.Predictions.Argmax);
        Assert.NotNull(byYaml.Clocks.Entries["compute"].Value);
        Assert.StartsWith("j-", Assert.Single(journal.Open).Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yaml_ProvesTheEndOfItsJobAndNamesWhatRemains()
    {
        await using var devnet = await StartAsync();
        await using var network = Open("bacalhau-rest", devnet);
        var (_, journal) = await InvokeAsync("bacalhau-rest", "bacalhau-rest-batch", devnet);

        var proof = (await network.TeardownAsync(journal.Open, Token)).Resources.Single();

        Assert.Equal(ResourceFate.Remains, proof.Fate);
        Assert.Contains("the record of an ended job stays", proof.Evidence, StringComparison.Ordinal);
        Assert.Empty(await network.FindResidueAsync(new ResidueScope(RunId, "bacalhau-rest-batch", journal.Open), Token));
    }

    [Fact]
    public async Task Yaml_FindsAndStopsAJob_WhoseAnswerWasLost()
    {
        await using var devnet = await StartAsync();
        await using var network = Open("bacalhau-rest", devnet);
        await SubmitSleeperAsync(devnet);
        var scope = new ResidueScope(RunId, null, []);

        var found = await network.FindResidueAsync(scope, Token);
        var proof = await network.TeardownAsync(found, Token);

        Assert.Equal("lost", Assert.Single(found).Name);
        Assert.True(proof.IsClean, string.Join(' ', proof.Resources.Select(resource => resource.Evidence)));
        Assert.Empty(await network.FindResidueAsync(scope, Token));
    }

    public async ValueTask DisposeAsync()
    {
        await files.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }

    private async Task<BacalhauDevnet> StartAsync()
    {
        Assert.SkipUnless(packed.Image is not null, "The worker is laid out on Linux only.");
        var settings = new DevnetSettings { StateFolder = folder.File("devnet"), Isolation = IsolationKind.Process };
        var devnet = await BacalhauDevnet.StartAsync(settings, new BacalhauDevnetOptions { Nodes = 1, Timing = new BacalhauTiming().Scaled(0.02) }, Token);
        await DevnetImages.RegisterAsync(http, AddressOf(devnet), Worker, Fixture.Model(), Token);
        return devnet;
    }

    private async Task<(Invocation Invocation, MemoryJournal Journal)> InvokeAsync(string name, string experiment, BacalhauDevnet devnet)
    {
        await using var network = Open(name, devnet);
        var journal = new MemoryJournal();
        var run = await DescribeAsync(experiment, journal);
        return (await network.InvokeAsync(run, await network.DeployAsync(run, Token), Token), journal);
    }

    private async Task<ExperimentRun> DescribeAsync(string experiment, MemoryJournal journal)
    {
        var spec = YamlNetworks.Load().Experiments[experiment];
        return new ExperimentRun
        {
            RunId = RunId,
            Experiment = experiment,
            Spec = spec with { Resources = spec.Resources with { Cpu = 0.1, MemoryMiB = 256, DiskMiB = 1 } },
            Options = NetworkDrivers.All["bacalhau"].BindOptions(null),
            Worker = Worker,
            Model = await HostAsync(Fixture.Model()),
            Inputs = await HostAsync(folder.Write("t10k-images-idx3-ubyte", Fixture.Idx(Pixels))),
            InputCount = Images,
            Folder = Directory.CreateDirectory(folder.File(experiment)).FullName,
            Journal = journal,
            Expires = DateTimeOffset.UtcNow.AddMinutes(10),
        };
    }

    private WorkerArtifact Worker => new(packed.Image!.Reference, null, packed.Image.RootFolder, packed.Image.Executable);

    private async Task<FileArtifact> HostAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path, Token);
        var file = new FileArtifact(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.LongLength);
        return file with { Url = await files.PublishAsync(RunId, file, new MemoryJournal(), Token) };
    }

    private async Task SubmitSleeperAsync(BacalhauDevnet devnet)
    {
        // The worker serves until it is stopped.
        string[] command = ["serve", "--model", $"m={Fixture.Model()}", "--port", "0"];
        var engine = new { Type = "docker", Params = new { Image = Worker.Image, Entrypoint = new[] { $"/{Worker.Executable}" }, Parameters = command } };
        var labels = new Dictionary<string, string> { ["survey-run"] = RunId };
        var job = JsonSerializer.Serialize(new { Job = new { Name = "lost", Type = "service", Labels = labels, Tasks = new[] { new { Name = "main", Engine = engine } } } });
        using var content = new StringContent(job, Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(new Uri(AddressOf(devnet), "/api/v1/orchestrator/jobs"), content, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static INetwork Open(string name, BacalhauDevnet devnet) => YamlNetworks.Open(name, AddressOf(devnet), Standing.Devnet);

    private static Uri AddressOf(BacalhauDevnet devnet) => new(devnet.Endpoints["api"]);
}
