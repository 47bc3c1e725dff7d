using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification;

/// <summary>The <c>survey:</c> section.</summary>
[Description("Title, exchange rates and limits of the survey as a whole.")]
public sealed record SurveySection
{
    /// <summary>Title of the report.</summary>
    [Description("Title of the report.")]
    public string Title { get; init; } = "Where can I run my model?";

    /// <summary>One sentence below the title.</summary>
    [Description("One sentence below the title.")]
    public string? Subtitle { get; init; }

    /// <summary>The network others are compared with.</summary>
    [Description("The network that others are compared with.")]
    [Reference("networks")]
    public string Baseline { get; init; } = "docker";

    /// <summary>Most that one run may spend in all, in <see cref="ExchangeRates.Currency"/>; null means no real money may be spent.</summary>
    [Description("The most that one run may spend in all, in the currency of exchangeRates. Absent: nothing that costs real money runs.")]
    [Range(0, double.MaxValue)]
    public decimal? SpendingLimit { get; init; }

    /// <summary>Dated exchange rates.</summary>
    [Description("Exchange rates with their date and source.")]
    public ExchangeRates? ExchangeRates { get; init; }
}

/// <summary>Exchange rates as of one day.</summary>
[Description("Exchange rates as of one day.")]
public sealed record ExchangeRates : ISelfChecking
{
    /// <summary>The day.</summary>
    [Description("The day of the rates, YYYY-MM-DD.")]
    public required DateOnly Date { get; init; }

    /// <summary>Where they come from.</summary>
    [Description("Where the rates come from.")]
    [MinLength(1)]
    public required string Source { get; init; }

    /// <summary>The currency of the report.</summary>
    [Description("The currency of the report, for example EUR.")]
    [RegularExpression("[A-Z]{3}", ErrorMessage = "an ISO 4217 code such as EUR")]
    public required string Currency { get; init; }

    /// <summary>What one unit of each currency or token is worth in <see cref="Currency"/>.</summary>
    [Description("What one unit of each currency or token is worth in the report's currency.")]
    public required IReadOnlyDictionary<string, decimal> Rates { get; init; }

    /// <summary>The amount in the report's currency, or null when the rate is not listed.</summary>
    public Money? Convert(Money amount) => amount.Currency == Currency
        ? amount
        : Rates.TryGetValue(amount.Currency, out var rate) ? new Money(amount.Amount * rate, Currency) : null;

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check() => Rates
        .Where(rate => rate.Value < 0)
        .Select(rate => new SpecificationProblem($"rates.{rate.Key}", $"has a negative rate for {rate.Key}; expected 0 (a test token) or more."));
}
