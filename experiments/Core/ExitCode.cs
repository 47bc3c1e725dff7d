namespace Survey.Experiments;

/// <summary>What the program says with its exit code. The table in README.md is this list.</summary>
public enum ExitCode
{
    /// <summary>Everything asked for is done.</summary>
    Done = 0,

    /// <summary>Something nobody foresaw, or a target that does not exist.</summary>
    Error = 1,

    /// <summary>experiments.yaml or a <c>--set</c> is invalid; nothing was started.</summary>
    InvalidSpecification = 2,

    /// <summary>At least one experiment failed; the others ran to their end.</summary>
    FailedExperiment = 3,

    /// <summary>Something created on a network is not proved gone.</summary>
    ResidueLeft = 4,

    /// <summary>A quote is above the budget; nothing was created for it.</summary>
    OverBudget = 5,

    /// <summary>A tool, package, variable or endpoint is missing; the message says how to get it.</summary>
    MissingPrerequisite = 6,

    /// <summary>The artifacts folder is locked by another run, read-only or full.</summary>
    ArtifactsUnusable = 7,

    /// <summary>A stage before the experiments failed: data, training, export, container.</summary>
    FailedStage = 8,

    /// <summary>At least one test failed.</summary>
    FailedTests = 9,

    /// <summary>Stopped by SIGINT (Ctrl+C), after teardown.</summary>
    Interrupted = 130,

    /// <summary>Stopped by SIGTERM, after teardown.</summary>
    Terminated = 143,
}
