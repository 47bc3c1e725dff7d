namespace Survey.Experiments.Reporting.Claims;

/// <summary>Something wrong in a file written by hand.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Message">What is wrong and what to do, in a full sentence.</param>
public sealed record SourceProblem(string File, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}: {Message}";
}
