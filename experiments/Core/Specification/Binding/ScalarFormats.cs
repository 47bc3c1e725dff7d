using System.Globalization;
using System.Text.RegularExpressions;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Values that are one word or two in YAML: <c>90s</c>, <c>3 OCEAN</c>, <c>train-images</c>.</summary>
internal static partial class ScalarFormats
{
    /// <summary>A duration such as <c>500ms</c>, <c>90s</c>, <c>1h30m</c>; null when the text is none.</summary>
    public static TimeSpan? ParseDuration(string text)
    {
        if (Duration.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var seconds = 0m;
        foreach (Capture part in match.Groups["part"].Captures)
        {
            var unit = part.Value.TrimStart("0123456789.".AsSpan()).ToString();
            if (!decimal.TryParse(part.Value[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e9m)
            {
                return null;
            }

            seconds += number * unit switch { "ms" => 0.001m, "s" => 1, "m" => 60, "h" => 3600, _ => 86400 };
        }

        return seconds <= 1e10m ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    /// <summary>The shortest text that <see cref="ParseDuration"/> reads back.</summary>
    public static string Format(TimeSpan duration)
    {
        var milliseconds = duration.Ticks / (decimal)TimeSpan.TicksPerMillisecond;
        (decimal Unit, string Name)[] units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")];
        var fitting = units.FirstOrDefault(unit => milliseconds != 0 && milliseconds % unit.Unit == 0, (1, "ms"));
        return milliseconds == 0 ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / fitting.Unit:0.####}{fitting.Name}");
    }

    /// <summary>An amount and its currency; null when the text is none.</summary>
    public static Money? ParseMoney(string text) => MoneyText.Match(text) is { Success: true } match
        && decimal.TryParse(match.Groups["amount"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? new Money(amount, match.Groups["currency"].Value)
            : null;

    /// <summary><c>TrainImages</c> as <c>train-images</c>.</summary>
    public static string Kebab(string name) => string.Concat(name.Select((letter, index) =>
        char.IsUpper(letter) ? (index > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary><c>BatchSize</c> as <c>batchSize</c>.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"^(?<part>[0-9]+(\.[0-9]+)?(ms|s|m|h|d))+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Duration { get; }

    [GeneratedRegex(@"^(?<amount>[0-9]{1,27}(\.[0-9]{1,18})?) (?<currency>[A-Za-z][A-Za-z0-9]{1,11})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MoneyText { get; }
}
