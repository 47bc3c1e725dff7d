using System.Text;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>Makes any text harmless in the language of a page. Control characters go: terminals and editors act on them.</summary>
internal static class Escape
{
    /// <summary>For HTML text and for attribute values in double or single quotes.</summary>
    public static string Html(string text) => Map(text, letter => letter switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => null,
    });

    /// <summary>For a line of Markdown, table cells included. Line breaks become spaces.</summary>
    public static string Markdown(string text) => Map(text.ReplaceLineEndings(" "), letter => letter switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '$' => "\\" + letter,
        '@' => "&#64;",
        _ => null,
    });

    /// <summary>For plain text: posts.</summary>
    public static string Plain(string text) => Map(text, _ => null);

    /// <summary>For one field of a CSV file; a leading sign that spreadsheets take for a formula is kept from acting as one.</summary>
    public static string Csv(string text)
    {
        var plain = Plain(text.ReplaceLineEndings(" "));
        if (plain.Length > 0 && plain[0] is '=' or '+' or '-' or '@' && !double.TryParse(plain, System.Globalization.CultureInfo.InvariantCulture, out _))
            plain = "'" + plain;
        return plain.AsSpan().IndexOfAny(",\"") < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Map(string text, Func<char, string?> replace)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            // Directional overrides (U+202A..E, U+2066..9) would show a text in another order than it is written.
            if ((char.IsControl(letter) && letter is not '\n' and not '\t') || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
                result.Append('\uFFFD');
            else if (replace(letter) is { } replaced)
                result.Append(replaced);
            else
                result.Append(letter);
        }

        return result.ToString();
    }
}
