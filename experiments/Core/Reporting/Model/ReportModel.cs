using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Reporting.Model;

/// <summary>Everything the report says. All forms of it (HTML, Markdown, JSON, CSV, posts) are written from this and nothing else.</summary>
public sealed record ReportModel
{
    /// <summary>Days after which a claim is marked stale.</summary>
    public const int StaleAfterDays = 180;

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence below it.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The time of the report: that of the newest artifact it is made of, so that the same artifacts give the same bytes. Null when there are none.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The network others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The conclusion by hand, Markdown; null when nobody wrote one.</summary>
    public string? Conclusion { get; init; }

    /// <summary>The properties, in their order.</summary>
    public required IReadOnlyList<PropertyPage> Properties { get; init; }

    /// <summary>The networks, the baseline first.</summary>
    public required IReadOnlyList<NetworkPage> Networks { get; init; }

    /// <summary>One cell per network and property.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>Every row: the newest run of each experiment at each standing.</summary>
    public required IReadOnlyList<ExperimentRow> Rows { get; init; }

    /// <summary>Experiments without any run.</summary>
    public required IReadOnlyList<MissingRow> NotRun { get; init; }

    /// <summary>Projections of the measured rows.</summary>
    public required IReadOnlyList<Projection> Projections { get; init; }

    /// <summary>How the measured rows changed over runs.</summary>
    public required IReadOnlyList<HistoryPoint> History { get; init; }

    /// <summary>The models.</summary>
    public required IReadOnlyList<ModelPage> Models { get; init; }

    /// <summary>Machines and software of the runs.</summary>
    public required IReadOnlyList<EnvironmentPage> Environments { get; init; }

    /// <summary>The exchange rates that were used.</summary>
    public ExchangeRates? ExchangeRates { get; init; }

    /// <summary>Errors in files written by hand, and evidence that cannot be read.</summary>
    public required IReadOnlyList<SourceProblem> Problems { get; init; }
}

/// <summary>A property.</summary>
/// <param name="Name">Its name in the YAML.</param>
/// <param name="Title">Its title.</param>
/// <param name="Question">The question it answers.</param>
/// <param name="Rubric">What makes a network ready in it.</param>
/// <param name="Levels">Words for readiness by least score.</param>
public sealed record PropertyPage(
    string Name,
    string Title,
    string Question,
    IReadOnlyList<CriterionSpec> Rubric,
    IReadOnlyDictionary<string, double> Levels);

/// <summary>An experiment that has no run.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Network">Its network.</param>
/// <param name="Reason">Why there is none, one sentence.</param>
public sealed record MissingRow(string Experiment, string Network, string Reason);

/// <summary>Machine and software of some runs.</summary>
/// <param name="Environment">What it was.</param>
/// <param name="Runs">The runs made there.</param>
public sealed record EnvironmentPage(RunEnvironment Environment, IReadOnlyList<string> Runs);

/// <summary>One measured row of one run, kept small so that many years of it can stay.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Network">Its network.</param>
/// <param name="At">When it ended.</param>
/// <param name="TotalSeconds">Invoke as a whole.</param>
/// <param name="P50Seconds">Median latency of a service.</param>
/// <param name="PredictionHash">The prediction hash.</param>
public sealed record HistoryPoint(
    string RunId,
    string Experiment,
    string Network,
    DateTimeOffset At,
    double? TotalSeconds,
    double? P50Seconds,
    string? PredictionHash);
