namespace Survey.Experiments.Running;

/// <summary>One run: <c>run.json</c>.</summary>
public sealed record RunRecord
{
    /// <summary>The run, for example <c>20261123-084012-7f3a</c>.</summary>
    public required string RunId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it runs, is held, or when it was killed.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Title of the survey.</summary>
    public required string Survey { get; init; }

    /// <summary>Whether <c>--real</c> was given.</summary>
    public required bool Real { get; init; }

    /// <summary>Its experiments, in the order of the YAML.</summary>
    public required IReadOnlyList<string> Experiments { get; init; }

    /// <summary>What it answered; null while it runs.</summary>
    public ExitCode? ExitCode { get; init; }
}
