namespace Survey.Experiments.Running;

/// <summary>How a run is made.</summary>
public sealed record RunOptions
{
    /// <summary>Experiments under way at once, 1 or more.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Whether the endpoints of the YAML are used instead of devnets (<c>--real</c>).</summary>
    public bool Real { get; init; }

    /// <summary>The stages to run.</summary>
    public RunStages Stages { get; init; } = RunStages.All;

    /// <summary>The run to go on with; null starts a new one, or takes the latest one that holds the experiments.</summary>
    public string? RunId { get; init; }

    /// <summary>How long something deployed is kept off Sweep when Teardown is a later command.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromHours(1);
}
