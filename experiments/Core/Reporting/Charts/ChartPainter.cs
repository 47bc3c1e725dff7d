using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Survey.Experiments.Reporting.Rendering;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>Draws charts with Vega-Lite in Node.js, once per content: a chart that is unchanged comes from the cache and starts no process.</summary>
/// <param name="tool">The program that draws.</param>
/// <param name="cache">Folder for drawn charts.</param>
internal sealed partial class ChartPainter(VegaTool tool, string cache)
{
    // Changes whenever a drawing is kept in another form than before.
    private const string Form = "2";

    /// <summary>Draws all, or says why not.</summary>
    public async Task<ChartPictures> PaintAsync(IReadOnlyList<Chart> charts, CancellationToken cancellationToken)
    {
        var keys = charts.ToDictionary(chart => chart.Id, chart => KeyOf(chart.Specification));
        var undrawn = charts.Where(chart => !File.Exists(FileOf(keys[chart.Id]))).DistinctBy(chart => keys[chart.Id]).ToList();
        string? missing = null;
        if (undrawn.Count > 0)
        {
            var drawing = await tool.DrawAsync(undrawn.ToDictionary(chart => keys[chart.Id], chart => chart.Specification), cancellationToken);
            missing = drawing.Problem;
            foreach (var (key, svg) in drawing.Pictures)
                AtomicFile.WriteText(FileOf(key), Checked(svg));
        }

        var pictures = charts.Where(chart => File.Exists(FileOf(keys[chart.Id])))
            .ToDictionary(chart => chart.Id, chart => new ChartPicture(chart, Label(File.ReadAllText(FileOf(keys[chart.Id])), chart)));
        return new ChartPictures(pictures, missing);
    }

    private string FileOf(string key) => Path.Combine(cache, key + ".svg");

    private string KeyOf(JsonObject specification) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Form + tool.Digest + specification.ToJsonString(ArtifactJson.Line))));

    /// <summary>Drawings carry text from networks: whatever could act in a page is refused, although the library escapes it.</summary>
    private static string Checked(string svg)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            var bad = document.Descendants().FirstOrDefault(element => element.Name.LocalName is "script" or "foreignObject" or "image" or "a" or "use" || element.Attributes().Any(IsActive));
            if (bad is not null)
                throw new ReportException($"A chart came out with the element '{bad.Name.LocalName}', which a picture must not have: its data must be looked at.");
            // The picture is one image with one description: roles inside it would only confuse those who listen to the page.
            foreach (var element in document.Descendants())
                element.Attributes().Where(IsNoise).Remove();
            svg = document.ToString(SaveOptions.DisableFormatting);
        }
        catch (XmlException error)
        {
            throw new ReportException($"A chart came out that is not XML: {error.Message} Its data must be looked at.", error);
        }

        return LongDecimal().Replace(svg, match => Math.Round(decimal.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture), 2).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static bool IsActive(XAttribute attribute) =>
        attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.LocalName is "href";

    private static bool IsNoise(XAttribute attribute) =>
        attribute.Name.LocalName is "role" or "class" or "pointer-events" || attribute.Name.LocalName.StartsWith("aria-", StringComparison.Ordinal);

    /// <summary>The root gets a role, a label and a size by its view box only.</summary>
    private static string Label(string svg, Chart chart) => Root().Replace(
        svg,
        match => $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{Escape.Html(chart.Description)}\" viewBox=\"{match.Groups["box"].Value}\" style=\"max-width:{match.Groups["width"].Value}px;min-width:{Least(match.Groups["width"].Value)}px\">",
        1);

    // On a phone a picture scrolls sideways before its words become too small to read.
    private static string Least(string width) => (decimal.Parse(width, System.Globalization.CultureInfo.InvariantCulture) * 0.75m).ToString("0", System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("<svg [^>]*?width=\"(?<width>[0-9.]+)\"[^>]*?viewBox=\"(?<box>[^\"]*)\"[^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Root();

    // Only in numbers of coordinates: text contents have no fifteen digits behind the point in our charts, and if, rounding them is right too.
    [GeneratedRegex(@"-?\d+\.\d{3,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongDecimal();
}
