using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>All evidence found, oldest first.</summary>
/// <param name="Items">One per experiment of a run.</param>
/// <param name="Killed">Experiments that left a folder without an outcome.</param>
/// <param name="Problems">Files that cannot be read.</param>
internal sealed record EvidenceSet(IReadOnlyList<EvidenceItem> Items, IReadOnlyList<MissingRow> Killed, IReadOnlyList<SourceProblem> Problems);
