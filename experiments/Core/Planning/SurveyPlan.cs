using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Planning;

/// <summary>What a run would do. Made from the specification alone: no network is touched.</summary>
/// <param name="Shared">Stages that experiments share and that are cached: data, models, images.</param>
/// <param name="Experiments">The selected experiments in the order of the file.</param>
/// <param name="Totals">The price ceilings of all that run, by currency.</param>
/// <param name="RealMoney">The ceiling of what costs real money, in the report's currency; null when nothing does.</param>
public sealed record SurveyPlan(
    IReadOnlyList<SharedStage> Shared,
    IReadOnlyList<ExperimentPlan> Experiments,
    IReadOnlyList<PlannedTotal> Totals,
    Money? RealMoney)
{
    /// <summary>The experiments that will run.</summary>
    public IEnumerable<ExperimentPlan> Runnable => Experiments.Where(experiment => experiment.Verdict == PlanVerdict.Run);
}

/// <summary>A cached stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Name">The dataset, model or image it works on.</param>
/// <param name="MustRun">Whether it has to run; null when that cannot be told before.</param>
/// <param name="Sentence">The reason.</param>
/// <param name="Changes">The inputs that differ from the last time, as sentences.</param>
public sealed record SharedStage(Stage Stage, string Name, bool? MustRun, string Sentence, IReadOnlyList<string> Changes);

/// <summary>The ceilings in one currency.</summary>
/// <param name="Ceiling">The sum.</param>
/// <param name="IsPlayMoney">Whether it is spent on devnets only.</param>
/// <param name="Converted">The same in the report's currency; null when there is no rate, or for play money.</param>
public sealed record PlannedTotal(Money Ceiling, bool IsPlayMoney, Money? Converted);

/// <summary>What becomes of an experiment.</summary>
public enum PlanVerdict
{
    /// <summary>It runs.</summary>
    Run,

    /// <summary>It cannot work there, and no setting changes that: the reason goes into the report.</summary>
    Skipped,

    /// <summary>Something has to be set first: the reason says what.</summary>
    Refused,
}

/// <summary>What would happen to one experiment.</summary>
public sealed record ExperimentPlan
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The network.</summary>
    public required string Network { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>The image.</summary>
    public required string Image { get; init; }

    /// <summary>Batch or service.</summary>
    public required JobType Job { get; init; }

    /// <summary>Whether it runs.</summary>
    public required PlanVerdict Verdict { get; init; }

    /// <summary>Why it does not, one sentence per reason.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What a result would count as.</summary>
    public required Standing Standing { get; init; }

    /// <summary>Where it goes, in words: <c>the embedded devnet</c>, <c>https://node.example.org</c>.</summary>
    public required string Destination { get; init; }

    /// <summary>The stages of its own, in order.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>What will be created.</summary>
    public IReadOnlyList<PlannedCreate> Creates { get; init; } = [];

    /// <summary>The most it can cost; null where the network takes no money.</summary>
    public Money? Ceiling { get; init; }

    /// <summary>Whether that is real money.</summary>
    public bool SpendsRealMoney { get; init; }
}
