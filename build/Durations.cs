using System.Globalization;
using Survey.Experiments;

namespace Survey.Build;

/// <summary>Durations on the command line: <c>90s</c>, <c>10m</c>, <c>2h</c>.</summary>
internal static class Durations
{
    public static TimeSpan Parse(string argument, string text)
    {
        var unit = text.Length > 1 ? text[^1] : ' ';
        if (double.TryParse(text.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && unit is 's' or 'm' or 'h' or 'd')
            return number * unit switch { 's' => TimeSpan.FromSeconds(1), 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), _ => TimeSpan.FromDays(1) };
        throw new SurveyException(ExitCode.InvalidSpecification, $"{argument} is '{text}'; expected a duration such as 90s, 10m or 2h.");
    }
}
