using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>Adds up what one run was quoted and what was paid.</summary>
internal static class MoneyTrails
{
    public static MoneyTrail Of(ExperimentOutcome outcome, ExchangeRates? rates)
    {
        var (amount, note) = Per1000(outcome, rates);
        return new MoneyTrail(outcome.Quoted, outcome.Spent, outcome.Payments, Earned(outcome.Payments), amount, note);
    }

    private static List<Earning> Earned(IReadOnlyList<Payment> payments) =>
    [
        .. payments.SelectMany(payment => new[] { (Who: payment.To, payment.Amount), (Who: payment.From, Amount: new Money(-payment.Amount.Amount, payment.Amount.Currency)) })
            .GroupBy(entry => (entry.Who, entry.Amount.Currency))
            .Select(group => new Earning(group.Key.Who, new Money(group.Sum(entry => entry.Amount.Amount), group.Key.Currency)))
            .Where(earning => earning.Amount.Amount > 0)
            .OrderBy(earning => earning.Who, StringComparer.Ordinal).ThenBy(earning => earning.Amount.Currency, StringComparer.Ordinal),
    ];

    private static (Money? Amount, string Note) Per1000(ExperimentOutcome outcome, ExchangeRates? rates)
    {
        if (outcome.Predicted is not > 0)
            return (null, "Nothing was predicted.");
        if (outcome.Spent.Count == 0)
            return (null, "Nothing was paid.");
        var total = outcome.Spent;
        if (rates is null)
        {
            return total.Count == 1
                ? (Share(total[0], outcome.Predicted.Value), $"{total[0]} for {outcome.Predicted} inferences.")
                : (null, "Paid in several currencies, and the survey has no exchange rates.");
        }

        var converted = total.Select(rates.Convert).ToList();
        var missing = converted.FindIndex(money => money is null);
        if (missing >= 0)
            return (null, $"The survey has no exchange rate for {total[missing].Currency}.");
        var sum = converted.Aggregate(Money.Zero(rates.Currency), (left, right) => left + right!.Value);
        return (Share(sum, outcome.Predicted.Value), $"{string.Join(" + ", total)} for {outcome.Predicted} inferences, at the rates of {rates.Date:yyyy-MM-dd}.");
    }

    private static Money Share(Money money, int predicted) => new(money.Amount * 1000m / predicted, money.Currency);
}
