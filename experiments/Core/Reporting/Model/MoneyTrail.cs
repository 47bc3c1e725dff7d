using Survey.Experiments.Networks;

namespace Survey.Experiments.Reporting.Model;

/// <summary>What one run was quoted and what was paid.</summary>
/// <param name="Quoted">The ceiling.</param>
/// <param name="Spent">What was paid in the end, per currency.</param>
/// <param name="Payments">Every movement.</param>
/// <param name="Earned">What each role received in the end, per currency.</param>
/// <param name="Per1000">What 1,000 inferences cost; null where nothing was paid or predicted.</param>
/// <param name="Per1000Note">How <paramref name="Per1000"/> comes about, or why there is none.</param>
public sealed record MoneyTrail(
    Money? Quoted,
    IReadOnlyList<Money> Spent,
    IReadOnlyList<Payment> Payments,
    IReadOnlyList<Earning> Earned,
    Money? Per1000,
    string Per1000Note);

/// <summary>What one role received.</summary>
/// <param name="Who">The role.</param>
/// <param name="Amount">How much, what it paid back taken off.</param>
public sealed record Earning(string Who, Money Amount);
