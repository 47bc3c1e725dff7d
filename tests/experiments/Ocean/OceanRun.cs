using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>The program's own runner on a devnet: what the targets of the build call.</summary>
internal sealed class OceanRun : IDisposable
{
    public const string Name = "ocean-c2d";

    private readonly OceanFixture fixture;
    private readonly TemporaryFolder folder = new();

    public OceanRun(OceanFixture fixture)
    {
        this.fixture = fixture;
        File.WriteAllBytes(folder.File("weights.onnx"), OceanFixture.Model);
        File.WriteAllBytes(folder.File("images.idx"), OceanFixture.Inputs);
    }

    public ArtifactFolder Artifacts => new(Path.Combine(folder.Path, "artifacts"));

    public ExperimentSpec Experiment { get; private set; } = new()
    {
        Network = "ocean",
        Model = "cnn",
        Image = "worker",
        Limits = new LimitSpec { Budget = new Money(10, "OCEAN"), Run = TimeSpan.FromMinutes(2), Teardown = TimeSpan.FromMinutes(2) },
    };

    public void Change(Func<ExperimentSpec, ExperimentSpec> change) => Experiment = change(Experiment);

    public void Limit(Func<LimitSpec, LimitSpec> change) => Change(experiment => experiment with { Limits = change(experiment.Limits) });

    public void Probe(params string[] probes) => Change(experiment => experiment with { Probes = probes });

    public Task<RunResult> RunAsync(CancellationToken cancellationToken, RunStages stages = RunStages.All) => new SurveyRunner(Services()).RunAsync(
        new RunRequest(Spec(), [Name], new RunOptions { Stages = stages }, []), cancellationToken, CancellationToken.None);

    public ExperimentFolder Evidence(RunResult result) => new RunStore(Artifacts).Open(result.RunId).Experiment(Name);

    public void Dispose() => folder.Dispose();

    private SurveySpec Spec() => new()
    {
        Survey = new SurveySection { Baseline = "docker" },
        Datasets = new Dictionary<string, DatasetSpec> { ["mnist"] = new() { Files = new Dictionary<string, DatasetFileSpec>(), Mirrors = [] } },
        Models = new Dictionary<string, ModelSpec> { ["cnn"] = new() { Dataset = "mnist" } },
        Images = new Dictionary<string, ImageSpec> { ["worker"] = new() },
        Networks = new Dictionary<string, NetworkSpec>
        {
            ["docker"] = new() { Driver = "docker" },
            ["ocean"] = new() { Driver = "ocean", Settings = new JsonObject { ["poll"] = "30ms", ["settlement"] = "1m" } },
        },
        Experiments = new Dictionary<string, ExperimentSpec> { [Name] = Experiment },
    };

    private RunServices Services() => new()
    {
        Artifacts = Artifacts,
        Http = fixture.Http,
        Random = new Random(1),
        Inputs = new Inputs(this),
        Devnets = new Devnets(fixture),
    };

    private sealed class Inputs(OceanRun run) : IRunInputs
    {
        public RunInputs Find(SurveySpec spec, ExperimentSpec experiment) => new(
            new WorkerArtifact("survey/worker:2", null, run.fixture.ImageFolder, "worker"), Artifact("weights.onnx"), Artifact("images.idx"), 25);

        private FileArtifact Artifact(string name) => new(run.folder.File(name), FileDigest.Of(run.folder.File(name)), new FileInfo(run.folder.File(name)).Length);
    }

    private sealed class Devnets(OceanFixture fixture) : IDevnets
    {
        public Task<Uri> EnsureAsync(string driver, string instance, string? faults, CancellationToken cancellationToken) => Task.FromResult(new Uri(fixture.Devnet.Endpoints["api"]));
    }
}
