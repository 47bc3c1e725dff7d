using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Reporting.Judging;

/// <summary>
/// Turns a rubric into a verdict. A criterion's score is (value − none) ÷ (full − none), kept between 0 and 1; the verdict's score is
/// Σ weight × score ÷ Σ weight over all criteria, those without a value included as 0; its word is that of the highest level reached.
/// </summary>
internal static class Judge
{
    public static Readiness? Of(PropertySpec property, IReadOnlyList<Measurement> measurements, IReadOnlyList<ClaimEntry> claims)
    {
        if (property.Rubric.Count == 0)
            return null;
        var inputs = property.Rubric.Select(criterion => Score(criterion, measurements, claims)).ToList();
        var weights = inputs.Sum(input => input.Weight);
        var score = weights > 0 ? Math.Round(inputs.Sum(input => input.Weight * input.Score) / weights, 4) : 0;
        var known = inputs.Count(input => input.Found is not null);
        var word = property.Levels.Where(level => score >= level.Value).OrderByDescending(level => level.Value).Select(level => level.Key).FirstOrDefault();
        return new Readiness(known == 0 ? null : word, score, known, inputs);
    }

    private static CriterionScore Score(CriterionSpec criterion, IReadOnlyList<Measurement> measurements, IReadOnlyList<ClaimEntry> claims)
    {
        var full = criterion.Full ?? 1;
        var none = criterion.None ?? 0;
        var (found, state, source) = Find(criterion.Value, measurements, claims);
        return new CriterionScore
        {
            Name = criterion.Name,
            Value = criterion.Value,
            Weight = criterion.Weight,
            Full = full,
            None = none,
            Found = found,
            Score = found is { } value ? Math.Round(Between(value, none, full), 4) : 0,
            State = state,
            Source = source,
        };
    }

    // A measurement counts before a claim of the same name: what was seen on a node or a network outweighs what is said about it.
    private static (double? Value, CellState State, EvidenceLink? Source) Find(string name, IReadOnlyList<Measurement> measurements, IReadOnlyList<ClaimEntry> claims)
    {
        if (measurements.FirstOrDefault(measurement => measurement.Name == name) is { } measurement)
            return (measurement.Value, CellState.Measured, measurement.Source);
        var claim = claims.Where(entry => entry.Claim.Topic == name && entry.Claim.Value is not null).MaxBy(entry => entry.Claim.Date)?.Claim;
        return claim is null
            ? (null, CellState.Unknown, null)
            : (claim.Value, CellState.Claimed, new EvidenceLink(claim.Id, Anchors.Claim(claim.Id)));
    }

    private static double Between(double value, double none, double full) =>
        full == none ? (value >= full ? 1 : 0) : Math.Clamp((value - none) / (full - none), 0, 1);
}
