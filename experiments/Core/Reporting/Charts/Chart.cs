using System.Text.Json.Nodes;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>A chart to draw.</summary>
/// <param name="Id">Unique in the report; also the name of its file.</param>
/// <param name="Title">What it shows, with units.</param>
/// <param name="Description">The same for those who cannot see it, with the place of the numbers.</param>
/// <param name="Specification">A Vega-Lite specification with its data.</param>
internal sealed record Chart(string Id, string Title, string Description, JsonObject Specification);
