using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>What became of one experiment: <c>outcome.json</c>.</summary>
public sealed record ExperimentOutcome
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>The network's name in the YAML.</summary>
    public required string Network { get; init; }

    /// <summary>The driver.</summary>
    public required string Driver { get; init; }

    /// <summary>The model's name in the YAML.</summary>
    public required string Model { get; init; }

    /// <summary>Batch or service.</summary>
    public required JobType Job { get; init; }

    /// <summary>Parts the inputs were split into; null in outcomes of earlier versions.</summary>
    public int? Partitions { get; init; }

    /// <summary>How the model was to get there; null when the driver chose.</summary>
    public ModelDelivery? Delivery { get; init; }

    /// <summary>Where it ran.</summary>
    public required Standing Standing { get; init; }

    /// <summary>How it ended.</summary>
    public required OutcomeState State { get; init; }

    /// <summary>Why it did not end well, in full sentences; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The stage that failed.</summary>
    public Stage? FailedStage { get; init; }

    /// <summary>The exit code it stands for.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>When its first stage began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When its last stage ended.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary><c>container</c> or <c>process</c>, where the work ran under our own hands; null on a network.</summary>
    public string? Isolation { get; init; }

    /// <summary>The price ceiling.</summary>
    public Money? Quoted { get; init; }

    /// <summary>What was paid in the end, refunds taken off, per currency.</summary>
    public IReadOnlyList<Money> Spent { get; init; } = [];

    /// <summary>Every movement of money.</summary>
    public IReadOnlyList<Payment> Payments { get; init; } = [];

    /// <summary>SHA-256 of the model file.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>SHA-256 of the input file.</summary>
    public string? InputsSha256 { get; init; }

    /// <summary>Inputs predicted.</summary>
    public int? Predicted { get; init; }

    /// <summary>SHA-256 over one byte per predicted class, in input order.</summary>
    public string? PredictionHash { get; init; }

    /// <summary>The comparison with the baseline.</summary>
    public BaselineComparison? Baseline { get; init; }

    /// <summary>The clocks of the first workload, deployment and teardown included.</summary>
    public Clocks Clocks { get; init; } = Clocks.None;

    /// <summary>The clocks of each further repetition, warm.</summary>
    public IReadOnlyList<Clocks> WarmClocks { get; init; } = [];

    /// <summary>Latencies of a service, over all its requests but the cold ones.</summary>
    public LatencySummary? Latencies { get; init; }

    /// <summary>Calls that were repeated after a passing error.</summary>
    public IReadOnlyList<RetryRecord> Retries { get; init; } = [];

    /// <summary>What was seen on the way that the report should tell.</summary>
    public IReadOnlyList<string> Observations { get; init; } = [];

    /// <summary>What teardown found; null when nothing was created or it is held.</summary>
    public TeardownSummary? Teardown { get; init; }
}

/// <summary>A call that was repeated.</summary>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="Attempt">The attempt that failed, from 1.</param>
/// <param name="Kind">How the error was classified.</param>
/// <param name="Error">What it said.</param>
/// <param name="Delay">How long was waited before the next attempt.</param>
public sealed record RetryRecord(Stage Stage, int Attempt, NetworkErrorKind Kind, string Error, TimeSpan Delay);

/// <summary>Counts of a teardown; the full proof is in <c>teardown.json</c>.</summary>
/// <param name="Gone">Resources the network confirmed gone.</param>
/// <param name="Remains">Traces the network keeps by design.</param>
/// <param name="Residue">Sentences about what could not be removed.</param>
public sealed record TeardownSummary(int Gone, int Remains, IReadOnlyList<string> Residue);

/// <summary>Latencies of single requests to a warm service.</summary>
/// <param name="Requests">How many.</param>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">The slowest.</param>
/// <param name="Cold">The first request after the start; null when it was not seen.</param>
public sealed record LatencySummary(int Requests, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max, TimeSpan? Cold);

/// <summary>The predictions beside the baseline's over the inputs both have.</summary>
/// <param name="Experiment">The baseline experiment; null when there is none to compare with.</param>
/// <param name="RunId">Its run.</param>
/// <param name="Compared">Inputs compared.</param>
/// <param name="Agrees">Whether all are equal; null when nothing could be compared.</param>
/// <param name="FirstDifference">The first index that differs.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record BaselineComparison(string? Experiment, string? RunId, int Compared, bool? Agrees, int? FirstDifference, string Sentence);
