using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting;
using Survey.Experiments.Reporting.Charts;
using Survey.Experiments.Reporting.Rendering;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Tests.Reporting;

/// <summary>A repository of its own with artifacts that are written through the same records as those of a real run.</summary>
internal sealed class ReportFixture : IDisposable
{
    public static readonly DateTimeOffset Day = new(2026, 11, 23, 8, 40, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public ReportFixture()
    {
        Artifacts = new ArtifactFolder(folder.File("artifacts"));
        Directory.CreateDirectory(Artifacts.Root);
        Spec = new SurveySpec
        {
            Networks = new Dictionary<string, NetworkSpec>
            {
                ["docker"] = new() { Title = "Docker (baseline)", Driver = "docker" },
                ["alpha"] = new() { Title = "Alpha", Driver = "http" },
                ["beta"] = new() { Title = "Beta" },
            },
            Properties = new Dictionary<string, PropertySpec>
            {
                ["economics"] = new() { Title = "Economics", Question = "Who pays whom?" },
                ["jobs"] = new()
                {
                    Title = "Job types",
                    Question = "Which work runs?",
                    Rubric =
                    [
                        new CriterionSpec { Name = "batch runs", Value = "batch", Weight = 2 },
                        new CriterionSpec { Name = "service runs", Value = "service" },
                        new CriterionSpec { Name = "close to the baseline", Value = "time-ratio", Full = 1, None = 5 },
                    ],
                    Levels = new Dictionary<string, double> { ["not ready"] = 0, ["usable"] = 0.5, ["ready"] = 0.75 },
                },
                ["trust"] = new() { Title = "Trust", Question = "Are the answers right?" },
            },
        };
    }

    public SurveySpec Spec { get; set; }

    public ArtifactFolder Artifacts { get; }

    public string Root => folder.Path;

    public string Output => Artifacts.Report;

    /// <summary>The repository this test was built from: its templates are the ones that are tested.</summary>
    public static string Repository { get; } = FindRepository(AppContext.BaseDirectory);

    public static string Templates => System.IO.Path.Combine(Repository, "templates");

    public ReportSources Sources => new()
    {
        Spec = Spec,
        Repository = Root,
        Evidence = [EvidenceRoot.Of(Artifacts)],
        History = folder.File("history"),
        Output = Output,
        // A new driver must not change what these pages look like.
        Drivers = new Dictionary<string, NetworkDriver>(),
    };

    /// <summary>A renderer that draws no charts: most tests need none.</summary>
    public ReportRenderer Renderer => new(Templates, System.IO.Path.Combine(Artifacts.Cache, "charts"), new VegaTool(System.IO.Path.Combine(Templates, "charts"), folder.File("tool"), npm: "no-such-npm"));

    /// <summary>A renderer that draws charts where npm is there; the tool is installed once, where the product installs it.</summary>
    public ReportRenderer PaintingRenderer => new(
        Templates,
        System.IO.Path.Combine(Artifacts.Cache, "charts"),
        new VegaTool(System.IO.Path.Combine(Templates, "charts"), System.IO.Path.Combine(Repository, "artifacts", "cache", "charts", "npm")));

    public void Dispose() => folder.Dispose();

    public string Path(string name) => folder.File(name);

    public void Write(string name, string text)
    {
        var path = folder.File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Writes one experiment of one run, sealed.</summary>
    public ExperimentFolder Run(ExperimentOutcome outcome, Action<ExperimentFolder>? more = null)
    {
        var run = new RunFolder(System.IO.Path.Combine(Artifacts.Runs, outcome.RunId));
        AtomicFile.WriteJson(run.RunFile, new RunRecord { RunId = outcome.RunId, Started = outcome.Started, Finished = outcome.Finished, Survey = "test", Real = outcome.Standing != Standing.Devnet, Experiments = [outcome.Experiment] });
        AtomicFile.WriteJson(run.EnvironmentFile, new RunEnvironment("Linux", "X64", "A processor", 2, 8L << 30, ".NET 10", "1.0.0", new Dictionary<string, string> { ["Cake.Frosting"] = "compat", ["Scriban.Signed"] = "NuGet 7.5.3" }));
        var experiment = run.Experiment(outcome.Experiment);
        experiment.Write(ExperimentFolder.Outcome, outcome);
        more?.Invoke(experiment);
        experiment.Seal();
        return experiment;
    }

    /// <summary>Writes many experiments of one run. Nothing is flushed to disk, which takes most of the time of <see cref="Run"/>.</summary>
    public void RunMany(int count)
    {
        var first = Run(Outcome("alpha", "alpha-0000-batch", hours: 1));
        for (var i = 1; i < count; i++)
        {
            var outcome = Outcome("alpha", $"alpha-{i:0000}-batch", hours: 1);
            var folder = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(first.Path)!, outcome.Experiment)).FullName;
            Plain(ExperimentFolder.Outcome, outcome);
            Plain(EvidenceManifest.FileName, EvidenceManifest.Of(folder));

            void Plain<T>(string name, T value) => File.WriteAllText(System.IO.Path.Combine(folder, name), System.Text.Json.JsonSerializer.Serialize(value, ArtifactJson.Options));
        }
    }

    public static ExperimentOutcome Outcome(string network, string experiment, Standing standing = Standing.Node, OutcomeState state = OutcomeState.Done, int hours = 0) => new()
    {
        RunId = $"20261123-{8 + hours:00}4000-0001",
        Experiment = experiment,
        Network = network,
        Driver = network == "docker" ? "docker" : "http",
        Model = "cnn",
        Job = experiment.EndsWith("service", StringComparison.Ordinal) ? JobType.Service : JobType.Batch,
        Standing = standing,
        State = state,
        ExitCode = ExitCode.Done,
        Started = Day.AddHours(hours).AddMinutes(-1),
        Finished = Day.AddHours(hours),
        Predicted = 10_000,
        PredictionHash = new string('a', 64),
        Clocks = Clocks.None.With(Clocks.Queue, TimeSpan.FromSeconds(0.5)).With(Clocks.Start, TimeSpan.FromSeconds(1)).With(Clocks.Compute, TimeSpan.FromSeconds(4))
            .With(Clocks.Total, TimeSpan.FromSeconds(6)).Without(Clocks.Pull, "The engine had the image."),
        Teardown = new TeardownSummary(1, 0, []),
    };

    private static string FindRepository(string folder) => File.Exists(System.IO.Path.Combine(folder, "survey.slnx"))
        ? folder
        : FindRepository(System.IO.Path.GetDirectoryName(folder.TrimEnd(System.IO.Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("The tests do not run from within the repository."));
}
