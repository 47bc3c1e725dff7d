using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>One experiment of one run, as it was read from its folder.</summary>
internal sealed record EvidenceItem
{
    public required ExperimentOutcome Outcome { get; init; }

    public required string Folder { get; init; }

    public required bool Compact { get; init; }

    public RunEnvironment? Environment { get; init; }

    public NetworkSurvey? Survey { get; init; }

    public IReadOnlyList<ProbeResult> Probes { get; init; } = [];

    public EvidenceManifest? Manifest { get; init; }

    public EffectiveWorkload Workload { get; init; } = EffectiveWorkload.Unknown;

    /// <summary>Whether it came so far that the network was asked to do something.</summary>
    public bool Tried => Outcome.State is not (OutcomeState.Skipped or OutcomeState.OverBudget or OutcomeState.Interrupted);
}
