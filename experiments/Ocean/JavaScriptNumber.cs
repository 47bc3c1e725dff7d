using System.Globalization;

namespace Survey.Experiments.Ocean;

/// <summary>Numbers as JavaScript prints them: the shortest digits that read back the same, an exponent from 1e21 and below 1e-6.</summary>
internal static class JavaScriptNumber
{
    /// <summary>The text of a number (ECMA-262, Number::toString).</summary>
    public static string Format(double value)
    {
        if (value == 0)
            return "0"; // Also for minus zero.
        if (!double.IsFinite(value))
            return "null"; // JSON.stringify.
        var sign = value < 0 ? "-" : "";
        var (digits, exponent) = Shortest(Math.Abs(value));
        return sign + Layout(digits, exponent);
    }

    // The point stands before the first digit, times 10 to the exponent.
    private static string Layout(string digits, int exponent)
    {
        if (exponent is > 0 and <= 21)
            return digits.Length <= exponent ? digits.PadRight(exponent, '0') : $"{digits[..exponent]}.{digits[exponent..]}";
        if (exponent is > -6 and <= 0)
            return $"0.{new string('0', -exponent)}{digits}";
        var power = exponent - 1;
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(power < 0 ? '-' : '+')}{Math.Abs(power)}");
    }

    private static (string Digits, int Exponent) Shortest(double value)
    {
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var digits = new string([.. shortest.Split('E')[0].Where(char.IsAsciiDigit)]).TrimStart('0').TrimEnd('0');
        return (digits, int.Parse(text.Split('E')[1], CultureInfo.InvariantCulture) + 1);
    }
}
