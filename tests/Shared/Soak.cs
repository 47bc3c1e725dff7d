using System.Globalization;

namespace Survey.Tests;

/// <summary>How much of a long test is run: <c>SURVEY_SOAK_SHARE</c>, which <c>--target=Test --suite=soak --share=0.1</c> sets; all of it by default.</summary>
internal static class Soak
{
    private const string Variable = "SURVEY_SOAK_SHARE";

    /// <summary>The share of a count that is to be run, one at least.</summary>
    public static int Share(int whole) => Share(whole, Environment.GetEnvironmentVariable(Variable));

    internal static int Share(int whole, string? share)
    {
        if (string.IsNullOrEmpty(share))
            return whole;
        if (!double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var part) || part is not (> 0 and <= 1))
            throw new InvalidOperationException($"{Variable} is '{share}'; expected a number above 0 and at most 1.");
        return Math.Max(1, (int)Math.Ceiling(whole * part));
    }
}
