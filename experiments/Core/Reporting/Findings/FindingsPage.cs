using Survey.Experiments.Reporting.Claims;

namespace Survey.Experiments.Reporting.Findings;

/// <summary>A page written by hand, Markdown, with its citations turned into links.</summary>
/// <param name="Text">The page without its traps.</param>
/// <param name="Traps">The section headed <c>## Traps</c>, without its heading; null when there is none.</param>
/// <param name="Problems">Citations that lead nowhere.</param>
internal sealed record FindingsPage(string Text, string? Traps, IReadOnlyList<SourceProblem> Problems);
