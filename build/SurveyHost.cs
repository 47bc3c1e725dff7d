using Survey.Experiments;
using Survey.Experiments.Images;
using Survey.Experiments.Networks;
using Survey.Experiments.Planning;
using Survey.Experiments.Prerequisites;
using Survey.Experiments.Reporting;
using Survey.Experiments.Reporting.Rendering;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Pipeline;

namespace Survey.Build;

/// <summary>Puts the libraries together for one command: what was asked for on the command line, and where things are.</summary>
internal sealed class SurveyHost : IDisposable
{
    private readonly BuildContext context;
    private readonly HttpClient http = new();
    private readonly Lazy<SurveySpec> spec;
    private readonly Lazy<Devnets> devnets;

    public SurveyHost(BuildContext context)
    {
        this.context = context;
        spec = new Lazy<SurveySpec>(() => context.LoadSpecification().Require());
        devnets = new Lazy<Devnets>(() => new Devnets(Artifacts, Repository.DevnetHost, TimeProvider.System));
    }

    public ArtifactFolder Artifacts => context.Artifacts;

    public SurveySpec Spec => spec.Value;

    private static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    private bool Force => context.Switch("force");

    /// <summary>The plan of what was selected, or of the experiments named.</summary>
    public SurveyPlan Plan(params IReadOnlyList<string> experiments) => Planner.Plan(Spec, new PlanOptions
    {
        Selection = new SelectionOptions
        {
            Profile = context.Option("profile"),
            Experiments = experiments.Count > 0 ? experiments : SelectionOptions.Split(context.Option("experiment")),
            Networks = SelectionOptions.Split(context.Option("network")),
            Models = SelectionOptions.Split(context.Option("model")),
        },
        Real = context.Switch("real"),
        AllowMainnet = context.Switch("allow-mainnet"),
        Folder = Path.GetDirectoryName(context.SpecificationFile)!,
        Cached = Cached,
    });

    /// <summary>The experiments that will run, as they stand in the YAML.</summary>
    public IReadOnlyList<ExperimentSpec> PlannedExperiments(params IReadOnlyList<string> experiments) =>
        [.. Plan(experiments).Runnable.Select(experiment => Spec.Experiments[experiment.Name])];

    /// <summary>Data, Train, Export and Containerize.</summary>
    public SurveyPipeline Pipeline(IEventSink events) => new(Spec, Artifacts, new PipelineTools
    {
        Http = http,
        Time = TimeProvider.System,
        Events = events,
        Images = Images(events),
        Engine = new CakeImageEngine(context),
        SpecificationFolder = Path.GetDirectoryName(context.SpecificationFile)!,
        SearchPath = SearchPath,
        Force = Force,
    });

    /// <summary>What the runner reaches outside with.</summary>
    public RunServices Services(IEventSink events) => new()
    {
        Artifacts = Artifacts,
        Events = events,
        Http = http,
        Inputs = new WorkerArtifacts(Artifacts, Images(events)),
        Devnets = devnets.Value,
    };

    /// <summary>The devnet that experiments on a network share; a name that the YAML does not know is taken for that of a devnet.</summary>
    public DevnetInstance DevnetOf(string network) =>
        Spec.Networks.TryGetValue(network, out var known) && known.Driver is { } driver && NetworkDrivers.All.TryGetValue(driver, out var registered) && known.StandIn(registered) is { } standIn
            ? DevnetInstance.Shared(standIn, DevnetInstance.OptionsOf(registered, known.Settings))
            : DevnetInstance.Shared(network, new Dictionary<string, string>());

    /// <summary>Runs stages of the experiments that can run and shows what became of each.</summary>
    public async Task<RunResult> RunAsync(SurveyPlan plan, RunStages stages, IEventSink events)
    {
        foreach (var experiment in plan.Experiments.Where(experiment => experiment.Verdict != PlanVerdict.Run))
            events.Report(new WarningEvent(experiment.Name, $"{experiment.Verdict.ToString().ToLowerInvariant()}: {string.Join(' ', experiment.Reasons)}"));
        var request = new RunRequest(Spec, [.. plan.Runnable.Select(experiment => experiment.Name)], Options(stages), PackageInventory.OfThisProgram(Repository.Root));
        return await new SurveyRunner(Services(events)).RunAsync(request, context.Cancellation, context.Interruption.GiveUp);
    }

    /// <summary>Renders the report from what is there.</summary>
    public Task<RenderResult> RenderAsync(IEventSink events, CancellationToken cancellationToken) =>
        new ReportRenderer(Path.Combine(Repository.Root, "templates"), Path.Combine(Artifacts.Cache, "charts")).RenderAsync(
            ReportSources.OfArtifacts(Spec, Repository.Root, Artifacts),
            Artifacts.Publish,
            events,
            cancellationToken);

    /// <summary>Renders the report that is committed, from the evidence that is kept with it.</summary>
    public Task<RenderResult> RenderKeptAsync(IEventSink events, CancellationToken cancellationToken) =>
        new ReportRenderer(Path.Combine(Repository.Root, "templates"), Path.Combine(Artifacts.Cache, "charts")).RenderAsync(
            ReportSources.OfRepository(Spec, Repository.Root),
            publish: null,
            events,
            cancellationToken);

    public void Dispose()
    {
        http.Dispose();
        if (devnets.IsValueCreated)
            devnets.Value.Dispose();
    }

    private RunOptions Options(RunStages stages) => new()
    {
        Parallel = Number("parallel", 4),
        Real = context.Switch("real"),
        Stages = stages,
        RunId = context.Option("run"),
        Hold = context.Option("hold") is { } hold ? Durations.Parse("--hold", hold) : TimeSpan.FromHours(1),
    };

    private int Number(string name, int otherwise) => context.Option(name) is not { } text
        ? otherwise
        : int.TryParse(text, out var number) && number is > 0 and <= 64
            ? number
            : throw new SurveyException(ExitCode.InvalidSpecification, $"--{name} is '{text}'; expected a whole number from 1 to 64.");

    private StageVerdict? Cached(Stage stage, string name)
    {
        var cache = new StageCache(Artifacts, TimeProvider.System);
        if (stage is Stage.Containerize)
            return CachedImage(cache, name);
        var keys = new StageKeys(Spec, Artifacts, Path.GetDirectoryName(context.SpecificationFile)!);
        var key = stage switch
        {
            Stage.Data => keys.Data(name),
            Stage.Train => keys.Train(name),
            Stage.Export => keys.Export(name),
            _ => null,
        };
        return key is null ? null : cache.Explain(key, Force);
    }

    // Whether an engine answers is part of the key, and Plan asks nobody: what fits best is taken, which is the answer of last time.
    private StageVerdict CachedImage(StageCache cache, string name)
    {
        var images = Images(NullEventSink.Instance);
        bool[] answers = [true, false];
        return answers
            .Select(hasEngine => cache.Explain(images.KeyFor(new ImageRequest(name, Spec.Images[name]) { HasEngine = hasEngine }), Force))
            .MinBy(verdict => verdict.MustRun ? 1 + verdict.Changes.Count : 0)!;
    }

    private WorkerImageBuilder Images(IEventSink events) =>
        new(Repository.Root, Artifacts, SearchPath, http, events);
}
