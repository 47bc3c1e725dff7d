using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Judging;

/// <summary>What one row says about one property.</summary>
/// <param name="Row">The row.</param>
/// <param name="Words">The finding in a few words.</param>
/// <param name="Reason">The same in a sentence; for a failure what went wrong.</param>
/// <param name="Worked">Whether what was tried worked.</param>
/// <param name="File">The file of the evidence that shows it.</param>
internal sealed record RowStatement(ExperimentRow Row, string Words, string Reason, bool Worked, string File);
