namespace Survey.Experiments.Reporting.Merging;

/// <summary>What merging did.</summary>
/// <param name="Taken">Experiments taken in, as <c>run/experiment</c>.</param>
/// <param name="Known">Experiments that were there already with the same content.</param>
/// <param name="Refused">Why others were not taken, one sentence each.</param>
public sealed record MergeResult(IReadOnlyList<string> Taken, IReadOnlyList<string> Known, IReadOnlyList<string> Refused);
