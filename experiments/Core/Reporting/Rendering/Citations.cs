using System.Text.RegularExpressions;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>Citations in texts that leave the report.</summary>
internal static partial class Citations
{
    /// <summary>Links claims to the page they come from; a link that only works within the report becomes its text.</summary>
    public static string Standalone(string markdown, ReportModel model)
    {
        var sources = model.Networks.SelectMany(network => network.Claims).DistinctBy(entry => entry.Claim.Id)
            .ToDictionary(entry => Anchors.Claim(entry.Claim.Id), entry => entry.Claim, StringComparer.Ordinal);
        return Link().Replace(markdown, match => sources.TryGetValue(match.Groups["target"].Value, out var claim)
            ? $"([{Escape.Markdown(claim.Source.Host)}]({claim.Source.AbsoluteUri}), {claim.Date:yyyy-MM-dd})"
            : match.Groups["target"].Value.StartsWith("http", StringComparison.Ordinal) ? match.Value : match.Groups["text"].Value);
    }

    [GeneratedRegex(@"\[(?<text>(?:\\.|[^\]\\])*)\]\((?<target>[^)\s]+)(?: ""[^""]*"")?\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
