using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Planning;

/// <summary>Adds up what costs real money, in the order of the file, and refuses what would go beyond the limit of the run.</summary>
internal sealed class SpendingLimit(SurveySection survey)
{
    private decimal planned;

    /// <summary>The ceilings so far in the report's currency; null when nothing costs real money.</summary>
    public Money? Planned { get; private set; }

    public Obstacle? Check(PlannedExperiment experiment)
    {
        if (!experiment.SpendsRealMoney || experiment.Spec.Limits.Budget is not { } budget)
        {
            return null;
        }

        if (survey.SpendingLimit is not { } limit)
        {
            return Obstacle.Refuse("It spends real money and the run has no limit: set survey.spendingLimit.");
        }

        if (survey.ExchangeRates?.Convert(budget) is not { } converted)
        {
            return Obstacle.Refuse($"It spends real money and {budget.Currency} has no rate: set survey.exchangeRates.rates.{budget.Currency}.");
        }

        if (planned + converted.Amount > limit)
        {
            return Obstacle.Refuse($"With its budget of {budget} the run could spend more than survey.spendingLimit ({new Money(limit, converted.Currency)}).");
        }

        planned += converted.Amount;
        Planned = new Money(planned, converted.Currency);
        return null;
    }
}
