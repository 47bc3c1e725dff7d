using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Running;

/// <summary>Holds quotes against the budget of their experiment and, where real money moves, against the limit of the whole run.</summary>
internal sealed class RunBudget(SurveySection survey)
{
    private readonly Lock gate = new();
    private decimal reserved;

    /// <summary>Why the experiment must not be started; null when it may. A granted ceiling stays reserved for the rest of the run.</summary>
    public string? Refuse(string experiment, Quote quote, Money? budget, bool costsMoney, bool real)
    {
        if (costsMoney && budget is null && quote.Ceiling.Amount > 0)
            return $"'{experiment}' can cost up to {quote.Ceiling} and has no budget: set experiments.{experiment}.limits.budget.";
        if (budget is { } most && Exceeds(quote.Ceiling, most) is { } sentence)
            return $"'{experiment}' can cost up to {quote.Ceiling}, {sentence}: raise experiments.{experiment}.limits.budget or ask for less.";
        return costsMoney && real && quote.Ceiling.Amount > 0 ? Reserve(experiment, quote.Ceiling) : null;
    }

    private string? Exceeds(Money ceiling, Money most)
    {
        if (ceiling.Currency == most.Currency)
            return ceiling > most ? $"more than its budget of {most}" : null;
        if (survey.ExchangeRates is not { } rates || rates.Convert(ceiling) is not { } converted || rates.Convert(most) is not { } limit)
            return $"which cannot be compared with its budget of {most} without rates for both (survey.exchangeRates)";
        return converted > limit ? $"which is {converted}, more than its budget of {most}" : null;
    }

    private string? Reserve(string experiment, Money ceiling)
    {
        if (survey.SpendingLimit is not { } limit)
            return $"'{experiment}' can cost up to {ceiling} of real money and survey.spendingLimit is not set.";
        if (survey.ExchangeRates?.Convert(ceiling) is not { } converted)
            return $"'{experiment}' can cost up to {ceiling}, for which survey.exchangeRates has no rate.";
        lock (gate)
        {
            if (reserved + converted.Amount > limit)
                return $"'{experiment}' can cost up to {converted}, which with {reserved} {converted.Currency} reserved by other experiments is above survey.spendingLimit ({limit}).";
            reserved += converted.Amount;
            return null;
        }
    }
}
