using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Model;

/// <summary>The newest run of one experiment at one standing.</summary>
public sealed record ExperimentRow
{
    /// <summary>The experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>What it is, one sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The network.</summary>
    public required string Network { get; init; }

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Where it ran.</summary>
    public required Standing Standing { get; init; }

    /// <summary>Batch or service.</summary>
    public required JobType Job { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>How it ended.</summary>
    public required OutcomeState State { get; init; }

    /// <summary>The stage that failed.</summary>
    public Stage? FailedStage { get; init; }

    /// <summary>Why it did not end well.</summary>
    public string? Reason { get; init; }

    /// <summary>When its last stage ended, UTC.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary><c>container</c> or <c>process</c>; null on a network.</summary>
    public string? Isolation { get; init; }

    /// <summary>Parts the inputs were split into.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>How the model got there (<c>url</c>, <c>image</c>, <c>inline</c>, <c>mount</c>, <c>asset</c>); null when the experiment left it to the driver.</summary>
    public string? Delivery { get; init; }

    /// <summary>Inputs predicted.</summary>
    public int? Predicted { get; init; }

    /// <summary>The prediction hash.</summary>
    public string? PredictionHash { get; init; }

    /// <summary>The comparison with the baseline.</summary>
    public BaselineComparison? Baseline { get; init; }

    /// <summary>The clocks, cold, in the order of a life.</summary>
    public required IReadOnlyList<ClockReading> Clocks { get; init; }

    /// <summary>Latencies of a service.</summary>
    public LatencySummary? Latencies { get; init; }

    /// <summary>The money.</summary>
    public required MoneyTrail Money { get; init; }

    /// <summary>What teardown found.</summary>
    public TeardownSummary? Teardown { get; init; }

    /// <summary>Calls that were repeated.</summary>
    public int Retries { get; init; }

    /// <summary>What was seen on the way.</summary>
    public IReadOnlyList<string> Observations { get; init; } = [];

    /// <summary>Hardware and prices on offer at the time.</summary>
    public NetworkSurvey? Survey { get; init; }

    /// <summary>The probes.</summary>
    public IReadOnlyList<ProbeResult> Probes { get; init; } = [];

    /// <summary>The evidence.</summary>
    public required EvidenceList Evidence { get; init; }

    /// <summary>Whether it was made on a node or a public network and its files are those of its manifest: nothing else says anything about a network.</summary>
    public bool Counts => Standing != Standing.Devnet && Evidence.Verified;

    /// <summary>Whether it counts and worked: only such rows are compared and judged.</summary>
    public bool IsMeasured => Counts && State is (OutcomeState.Done or OutcomeState.Held);
}

/// <summary>One clock.</summary>
/// <param name="Name">See <see cref="Measuring.Clocks"/>.</param>
/// <param name="Seconds">The duration; null when missing.</param>
/// <param name="Missing">Why it is missing.</param>
public sealed record ClockReading(string Name, double? Seconds, string? Missing);

/// <summary>The files of an experiment.</summary>
/// <param name="Folder">Where they are, relative to the report.</param>
/// <param name="Files">All that the manifest names.</param>
/// <param name="Check">Whether they are what the manifest says, in one sentence.</param>
/// <param name="Verified">Whether they are.</param>
public sealed record EvidenceList(string Folder, IReadOnlyList<EvidenceEntry> Files, string Check, bool Verified)
{
    /// <summary>The link to one of the files, or to the folder where the file was not kept.</summary>
    public EvidenceLink To(string file, string text) =>
        new(text, Files.FirstOrDefault(entry => entry.Name == file)?.Href ?? Folder);
}

/// <summary>One file of the evidence.</summary>
/// <param name="Name">Path within the experiment's folder.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">Digest.</param>
/// <param name="Href">Where it is; null when it was left out of a compact bundle.</param>
public sealed record EvidenceEntry(string Name, long Bytes, string Sha256, string? Href);
