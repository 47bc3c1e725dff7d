namespace Survey.Experiments.Reporting.Charts;

/// <summary>The charts that could be drawn.</summary>
/// <param name="Pictures">By id.</param>
/// <param name="Missing">Why charts are missing; null when all are there.</param>
internal sealed record ChartPictures(IReadOnlyDictionary<string, ChartPicture> Pictures, string? Missing)
{
    /// <summary>No charts, for a reason.</summary>
    public static ChartPictures None(string reason) => new(new Dictionary<string, ChartPicture>(), reason);

    /// <summary>A chart by its id.</summary>
    public ChartPicture? Find(string id) => Pictures.GetValueOrDefault(id);
}

/// <summary>A drawn chart.</summary>
/// <param name="Chart">What it shows.</param>
/// <param name="Svg">For inside a page: takes its colours from the page's CSS variables.</param>
internal sealed record ChartPicture(Chart Chart, string Svg)
{
    /// <summary>Its file beside the Markdown report.</summary>
    public string File => $"charts/{Chart.Id}.svg";

    /// <summary>As a file of its own, with the same colours for light and dark inside.</summary>
    public string Standalone => Svg.Insert(Svg.IndexOf('>', StringComparison.Ordinal) + 1, $"<style>{ChartStyle.Standalone}</style>");
}
