namespace Survey.Experiments.Running;

/// <summary>How an experiment ended.</summary>
public enum OutcomeState
{
    /// <summary>Everything that was asked for worked.</summary>
    Done,

    /// <summary>Deployed and kept on purpose for a later command (<c>--hold</c>).</summary>
    Held,

    /// <summary>A stage failed.</summary>
    Failed,

    /// <summary>It ran, and its predictions differ from the baseline's: the row is refused.</summary>
    Refused,

    /// <summary>Not started, because its price ceiling is above the budget.</summary>
    OverBudget,

    /// <summary>Not started, because something it needs is missing.</summary>
    Skipped,

    /// <summary>Ended by Ctrl-C or SIGTERM.</summary>
    Interrupted,
}
