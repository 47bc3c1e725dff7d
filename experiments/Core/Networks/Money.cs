using System.Globalization;

namespace Survey.Experiments.Networks;

/// <summary>An exact amount of one currency or token. Different currencies never mix.</summary>
/// <param name="Amount">The amount in whole units of the currency (not wei, not cents).</param>
/// <param name="Currency">An ISO 4217 code or a token symbol, for example <c>EUR</c>, <c>GLM</c>, <c>OCEAN</c>.</param>
public readonly record struct Money(decimal Amount, string Currency) : IComparable<Money>
{
    /// <summary>No money in the given currency.</summary>
    public static Money Zero(string currency) => new(0m, currency);

    /// <summary>The sum of two amounts of one currency.</summary>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.In(left.Currency), left.Currency);

    /// <summary>The difference of two amounts of one currency.</summary>
    public static Money operator -(Money left, Money right) => new(left.Amount - right.In(left.Currency), left.Currency);

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left amount is smaller or the same.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left amount is larger or the same.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Amount.CompareTo(other.In(Currency));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");

    private decimal In(string currency) => string.Equals(Currency, currency, StringComparison.Ordinal)
        ? Amount
        : throw new InvalidOperationException(
            $"{this} cannot be compared or added to an amount in {currency}: convert it with the survey's exchange rates first.");
}
