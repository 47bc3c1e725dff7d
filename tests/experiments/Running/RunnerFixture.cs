using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Tests.Running;

/// <summary>A runner over scripted networks in a folder of its own: <c>baseline</c> and <c>other</c>, one experiment on each.</summary>
internal sealed class RunnerFixture : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    public ScriptedNetwork Baseline { get; } = new();

    public ScriptedNetwork Other { get; } = new();

    public RecordingEvents Events { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The artifacts folder, where it is not one of the fixture's own.</summary>
    public string? Root { get; init; }

    public ArtifactFolder Artifacts => new(Root ?? folder.Path);

    public SurveySpec Spec { get; set; } = new()
    {
        Survey = new SurveySection { Baseline = "baseline" },
        Datasets = new Dictionary<string, DatasetSpec> { ["mnist"] = new() { Files = new Dictionary<string, DatasetFileSpec>(), Mirrors = [] } },
        Models = new Dictionary<string, ModelSpec> { ["cnn"] = new() { Dataset = "mnist" } },
        Images = new Dictionary<string, ImageSpec> { ["worker"] = new() },
        Networks = new Dictionary<string, NetworkSpec>
        {
            ["baseline"] = new() { Driver = "baseline" },
            ["other"] = new() { Driver = "other" },
        },
        Experiments = new Dictionary<string, ExperimentSpec>
        {
            ["first"] = new() { Network = "baseline", Model = "cnn", Image = "worker" },
            ["second"] = new() { Network = "other", Model = "cnn", Image = "worker" },
        },
    };

    /// <summary>What all experiments work with.</summary>
    public RunInputs Inputs { get; set; } = new(
        new WorkerArtifact("survey/worker:1", null, "/", "worker"), new FileArtifact("/model.onnx", "model", 1), new FileArtifact("/inputs", "inputs", 1), 3);

    public RunServices Services => new()
    {
        Artifacts = Artifacts,
        Time = Time,
        Events = Events,
        Http = http,
        Random = new Random(1),
        Drivers = new Dictionary<string, NetworkDriver> { ["baseline"] = Baseline.Driver("baseline"), ["other"] = Other.Driver("other") },
        Inputs = new FixedInputs(Inputs),
        Devnets = new NoDevnets(),
    };

    public Task<RunResult> RunAsync(RunOptions? options = null, CancellationToken stop = default, CancellationToken giveUp = default, params string[] experiments) =>
        new SurveyRunner(Services).RunAsync(
            new RunRequest(Spec, experiments is [] ? ["first", "second"] : experiments, options ?? new RunOptions(), []), stop, giveUp);

    public ExperimentFolder Evidence(RunResult result, string experiment) => new RunStore(Artifacts).Open(result.RunId).Experiment(experiment);

    public void Limit(string experiment, Func<LimitSpec, LimitSpec> change) => Change(experiment, spec => spec with { Limits = change(spec.Limits) });

    public void Change(string experiment, Func<ExperimentSpec, ExperimentSpec> change) => Spec = Spec with
    {
        Experiments = new Dictionary<string, ExperimentSpec>(Spec.Experiments) { [experiment] = change(Spec.Experiments[experiment]) },
    };

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    private sealed class FixedInputs(RunInputs inputs) : IRunInputs
    {
        public RunInputs Find(SurveySpec spec, ExperimentSpec experiment) => inputs;
    }

    private sealed class NoDevnets : IDevnets
    {
        public Task<Uri> EnsureAsync(DevnetInstance instance, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("These tests have no devnet.");
    }
}
