using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>The program's own runner on a devnet: what the targets of the build call.</summary>
internal sealed class OceanRun : IDisposable
{
    public const string Name = "ocean-c2d";

    private readonly IDevnets devnets;
    private readonly HttpClient http;
    private readonly WorkerArtifact worker;
    private readonly TemporaryFolder folder = new();

    public OceanRun(OceanFixture fixture)
        : this(new Devnets(fixture), fixture.Http, new WorkerArtifact("survey/worker:2", null, fixture.ImageFolder, "worker"))
    {
    }

    public OceanRun(IDevnets devnets, HttpClient http, WorkerArtifact worker)
    {
        (this.devnets, this.http, this.worker) = (devnets, http, worker);
        File.WriteAllBytes(folder.File("weights.onnx"), OceanFixture.Model);
        File.WriteAllBytes(folder.File("images.idx"), OceanFixture.Inputs);
    }

    public bool IsReal { get; init; }

    public ImageSpec Image { get; init; } = new();

    public NetworkSpec Network { get; init; } = new() { Driver = "ocean", Settings = new JsonObject { ["poll"] = "30ms", ["settlement"] = "1m" } };

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
        new RunRequest(Spec(), [Name], new RunOptions { Stages = stages, Real = IsReal }, []), cancellationToken, CancellationToken.None);

    public ExperimentFolder Evidence(RunResult result) => new RunStore(Artifacts).Open(result.RunId).Experiment(Name);

    public void Dispose() => folder.Dispose();

    private SurveySpec Spec() => new()
    {
        Survey = new SurveySection { Baseline = "docker" },
        Datasets = new Dictionary<string, DatasetSpec> { ["mnist"] = new() { Files = new Dictionary<string, DatasetFileSpec>(), Mirrors = [] } },
        Models = new Dictionary<string, ModelSpec> { ["cnn"] = new() { Dataset = "mnist" } },
        Images = new Dictionary<string, ImageSpec> { ["worker"] = Image },
        Hosting = new Dictionary<string, HostingSpec> { ["local"] = new() { Kind = HostingKind.Local } },
        Networks = new Dictionary<string, NetworkSpec>
        {
            ["docker"] = new() { Driver = "docker" },
            ["ocean"] = Network,
        },
        Experiments = new Dictionary<string, ExperimentSpec> { [Name] = Experiment },
    };

    private RunServices Services() => new()
    {
        Artifacts = Artifacts,
        Http = http,
        Random = new Random(1),
        Inputs = new Inputs(this),
        Devnets = devnets,
    };

    private sealed class Inputs(OceanRun run) : IRunInputs
    {
        public RunInputs Find(SurveySpec spec, ExperimentSpec experiment) => new(
            run.worker, Artifact("weights.onnx"), Artifact("images.idx"), 25);

        private FileArtifact Artifact(string name) => new(run.folder.File(name), FileDigest.Of(run.folder.File(name)), new FileInfo(run.folder.File(name)).Length);
    }

    private sealed class Devnets(OceanFixture fixture) : IDevnets
    {
        public Task<Uri> EnsureAsync(DevnetInstance instance, CancellationToken cancellationToken) => Task.FromResult(new Uri(fixture.Devnet.Endpoints["api"]));
    }
}
