using Survey.Experiments.Reporting.Claims;

namespace Survey.Experiments.Reporting.Model;

/// <summary>A claim with its age at the time of the report.</summary>
/// <param name="Number">Its number in the report's list of claims; texts cite it by that.</param>
/// <param name="Claim">The claim.</param>
/// <param name="AgeDays">Its age.</param>
/// <param name="Stale">Whether it is older than <see cref="ReportModel.StaleAfterDays"/> days.</param>
public sealed record ClaimEntry(int Number, Claim Claim, int AgeDays, bool Stale);
