using System.Globalization;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification.Binding;

/// <summary>The kinds of values that YAML writes as one scalar.</summary>
internal static class ScalarBinders
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly Dictionary<Type, ScalarBinder> Known = new()
    {
        [typeof(string)] = new("text", text => text, value => JsonValue.Create((string)value)) { IsText = true },
        [typeof(bool)] = new("true or false", ParseBoolean, value => JsonValue.Create((bool)value)) { Words = ["true", "false"] },
        [typeof(int)] = new("a whole number", ParseInt32, value => JsonValue.Create((int)value)),
        [typeof(long)] = new("a whole number", ParseInt64, value => JsonValue.Create((long)value)),
        [typeof(double)] = new("a number", ParseDouble, value => JsonValue.Create((double)value)),
        [typeof(decimal)] = new("a number", ParseDecimal, value => JsonValue.Create((decimal)value)),
        [typeof(TimeSpan)] = new(
            "a duration such as 90s, 10m or 2h",
            text => ScalarFormats.ParseDuration(text),
            value => JsonValue.Create(ScalarFormats.Format((TimeSpan)value)))
        { IsText = true },
        [typeof(Money)] = new(
            "an amount with its currency such as '3 OCEAN'",
            text => ScalarFormats.ParseMoney(text),
            value => JsonValue.Create(((Money)value).ToString()))
        { IsText = true },
        [typeof(DateOnly)] = new(
            "a day as YYYY-MM-DD",
            ParseDate,
            value => JsonValue.Create(((DateOnly)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
        { IsText = true },
        [typeof(Uri)] = new(
            "an absolute URL",
            text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null,
            value => JsonValue.Create(((Uri)value).OriginalString))
        { IsText = true },
    };

    /// <summary>The binder of a type; null when its values are no scalars.</summary>
    public static ScalarBinder? For(Type type) => type.IsEnum ? ForEnum(type) : Known.GetValueOrDefault(type);

    private static ScalarBinder ForEnum(Type type)
    {
        var values = Enum.GetNames(type).ToDictionary(ScalarFormats.Kebab, name => Enum.Parse(type, name), StringComparer.Ordinal);
        return new ScalarBinder(
            $"one of {string.Join(", ", values.Keys)}",
            text => values.GetValueOrDefault(text),
            value => JsonValue.Create(ScalarFormats.Kebab(value.ToString()!)))
        { IsText = true, Words = [.. values.Keys] };
    }

    private static object? ParseBoolean(string text) => text switch { "true" => true, "false" => false, _ => null };

    private static object? ParseInt32(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static object? ParseInt64(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static object? ParseDouble(string text) =>
        double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static object? ParseDecimal(string text) =>
        decimal.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static object? ParseDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : null;
}
