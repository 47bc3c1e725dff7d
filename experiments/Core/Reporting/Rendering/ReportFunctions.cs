using System.Collections;
using System.Globalization;
using System.Text.Json;
using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>What templates can call besides Scriban's own functions. Formats are invariant.</summary>
internal sealed class ReportFunctions : ScriptObject
{
    /// <summary>Makes the functions for a model in one language.</summary>
    public ReportFunctions(ReportModel model, Func<string, int, SafeText> markdown)
    {
        var cells = model.Cells.ToDictionary(cell => (cell.Network, cell.Property));
        this.Import("cell_of", new Func<string, string, Cell>((network, property) => cells[(network, property)]));
        this.Import("markdown", new Func<string, int, SafeText>(markdown));
        this.Import("word", new Func<object, string>(Word));
        this.Import("day", new Func<object?, string>(time => Time(time, "yyyy-MM-dd")));
        this.Import("moment", new Func<object?, string>(time => Time(time, "yyyy-MM-dd HH:mm 'UTC'")));
        this.Import("number", new Func<object?, int, string>(Number));
        this.Import("fixed", new Func<double, int, string>((value, digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
        this.Import("significant", new Func<object?, string>(Significant));
        this.Import("percent", new Func<object?, string>(share => share is null ? "" : Convert.ToDouble(share, CultureInfo.InvariantCulture).ToString("0.##%", CultureInfo.InvariantCulture)));
        this.Import("millis", new Func<object?, string>(time => time is TimeSpan span ? Significant(span.TotalMilliseconds) : ""));
        this.Import("bytes", new Func<long, string>(Bytes));
        this.Import("duration", new Func<double, string>(Duration));
        this.Import("money", new Func<object?, string>(money => money is Money value ? MoneyText(value) : ""));
        this.Import("first_of", new Func<string?, int, string>((text, length) => text is null ? "" : text.Length <= length ? text : text[..length]));
        this.Import("network_anchor", new Func<string, string>(Anchors.Network));
        this.Import("property_anchor", new Func<string, string>(Anchors.Property));
        this.Import("claim_anchor", new Func<string, string>(Anchors.Claim));
        this.Import("row_anchor", new Func<ExperimentRow, string>(row => Anchors.Row(row.RunId, row.Experiment)));
        this.Import("evidence_of", new Func<ExperimentRow, string, string>((row, file) => row.Evidence.To(file, file).Href));
        this.Import("clock_of", new Func<ExperimentRow, string, string>((row, name) => row.Clocks.FirstOrDefault(clock => clock.Name == name)?.Seconds is { } seconds ? Significant(seconds) : "–"));
        this.Import("offer_key", new Func<ExperimentRow, ComputeOffer, string>((row, offer) => $"{row.Network} {row.Survey?.Software} {JsonSerializer.Serialize(offer, ArtifactJson.Line)}"));
        this.Import("entries", new Func<IEnumerable, List<Entry>>(Entries));
        this.Import("count_entries", new Func<IEnumerable, int>(dictionary => Entries(dictionary).Count));
        this.Import("slug", new Func<string, string>(Anchors.Slug));
        this.Import("url_of", new Func<Uri, string>(uri => uri.AbsoluteUri));
        this.Import("count_cells", new Func<string, int>(state => model.Cells.Count(cell => cell.State.ToString() == state)));
        this.Import("count_states", new Func<string, string, int>((network, state) => model.Cells.Count(cell => cell.Network == network && cell.State.ToString() == state)));
        this.Import("words_of", new Func<string, string>(network => string.Join("; ", model.Cells.Where(cell => cell.Network == network && cell.State != CellState.Unknown).Select(cell => cell.Words))));
        this.Import("post", new Func<string, string>(Post));
        this.Import("lead_of", new Func<string, string>(text => Split(text).Lead));
        this.Import("rest_of", new Func<string, string>(text => Split(text).Remainder));
        SetValue("residue", model.Rows.Sum(row => row.Teardown?.Residue.Count ?? 0), readOnly: true);
        this.Import("id_of", new Func<string, string>(anchor => anchor.TrimStart('#')));
    }

    /// <summary>An enum's value as people write it: <c>over budget</c>.</summary>
    internal static string Word(object value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString() ?? "").Replace('-', ' ');

    /// <summary>An amount with at most four significant digits after the point.</summary>
    internal static string MoneyText(Money money)
    {
        var amount = Math.Abs(money.Amount) >= 1 || money.Amount == 0 ? money.Amount.ToString("#,0.####", CultureInfo.InvariantCulture) : Significant(money.Amount);
        return $"{amount} {money.Currency}";
    }

    /// <summary>A time in the unit that reads best: a projection spans microseconds to years.</summary>
    internal static string Duration(double seconds) => seconds switch
    {
        < 0.001 => $"{Significant(seconds * 1_000_000)} µs",
        < 1 => $"{Significant(seconds * 1000)} ms",
        < 120 => $"{Significant(seconds)} s",
        < 7200 => $"{Significant(seconds / 60)} min",
        < 172_800 => $"{Significant(seconds / 3600)} h",
        _ => $"{Significant(seconds / 86_400)} d",
    };

    private static List<Entry> Entries(IEnumerable dictionary) => dictionary switch
    {
        IReadOnlyDictionary<string, string> texts => [.. texts.Select(entry => new Entry(entry.Key, entry.Value))],
        IReadOnlyDictionary<string, Money> prices => [.. prices.Select(entry => new Entry(entry.Key, entry.Value))],
        IReadOnlyDictionary<string, double> numbers => [.. numbers.Select(entry => new Entry(entry.Key, entry.Value))],
        _ => throw new InvalidOperationException($"A template asked for the entries of a {dictionary.GetType().Name}."),
    };

    // A post has 280 characters; a word is not cut in two.
    private static string Post(string text)
    {
        const int most = 280;
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= most ? line : line[..(line.LastIndexOf(' ', most - 2) is var end and > 0 ? end : most - 1)] + "…";
    }

    // What stands before the first heading is the answer; the rest follows below the matrix.
    private static (string Lead, string Remainder) Split(string text)
    {
        var heading = ("\n" + text).IndexOf("\n## ", StringComparison.Ordinal);
        return heading < 0 ? (text, "") : (text[..heading].Trim(), text[heading..].Trim());
    }

    private static string Time(object? time, string format) => time switch
    {
        DateTimeOffset value => value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture),
        DateOnly value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Number(object? value, int digits) =>
        value is null ? "" : Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("#,0." + new string('#', digits), CultureInfo.InvariantCulture);

    private static string Significant(object? value)
    {
        if (value is null)
            return "";
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (number == 0 || !double.IsFinite(number))
            return number.ToString(CultureInfo.InvariantCulture);
        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 12);
        return number.ToString("#,0." + new string('#', digits), CultureInfo.InvariantCulture);
    }

    private static string Bytes(long count) => count switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{count} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{count / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count / 1048576.0:0.#} MiB"),
    };
}

/// <summary>One entry of a dictionary, as templates see it: a dictionary's own members would be its keys.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
internal sealed record Entry(string Key, object Value);
