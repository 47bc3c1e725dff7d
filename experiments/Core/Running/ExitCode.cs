namespace Survey.Experiments.Running;

/// <summary>What the program answers to its caller. The table of the documentation is made from this enumeration.</summary>
public enum ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    Done = 0,

    /// <summary>An error that none of the other codes names.</summary>
    Error = 1,

    /// <summary>experiments.yaml, a --set or a selection is not valid; nothing was started.</summary>
    InvalidSpecification = 2,

    /// <summary>At least one experiment failed.</summary>
    FailedExperiment = 3,

    /// <summary>Something that still computes, costs, holds money or grants access could not be removed.</summary>
    ResidueLeft = 4,

    /// <summary>At least one experiment was not started because its price ceiling is above the budget.</summary>
    OverBudget = 5,

    /// <summary>A program, a file, a variable or an earlier stage is missing.</summary>
    MissingPrerequisite = 6,

    /// <summary>The artifacts folder is locked by another run, read-only or full.</summary>
    ArtifactsUnusable = 7,

    /// <summary>Interrupted by Ctrl-C (SIGINT).</summary>
    Interrupted = 130,

    /// <summary>Interrupted by SIGTERM.</summary>
    Terminated = 143,
}
