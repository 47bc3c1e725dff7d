using System.Text.Json.Nodes;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Reporting.Rendering;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>The answer as a heat map: state by colour and word, readiness by number.</summary>
internal static class MatrixChart
{
    public static Chart? Of(ReportModel model)
    {
        if (model.Cells.Count == 0)
            return null;
        var titles = model.Properties.ToDictionary(property => property.Name, property => property.Title);
        var networks = ChartStyle.ShortTitles(model);
        var values = model.Cells.Select(cell => new JsonObject
        {
            ["network"] = networks[cell.Network],
            ["property"] = titles[cell.Property],
            ["state"] = ReportFunctions.Word(cell.State),
            ["label"] = ReportFunctions.Word(cell.State) + (cell.Readiness?.Word is null ? "" : FormattableString.Invariant($" · {cell.Readiness.Score:0.00}")),
        });
        var states = Enum.GetValues<CellState>().Select(state => ReportFunctions.Word(state)).ToList();
        var colours = Vega.Colours("state", states, [.. states.Select(state => $"var(--{state})")]);
        colours["legend"] = new JsonObject { ["columns"] = states.Count };
        return new Chart("matrix", "How we know, per network and property; the number is the readiness score, 0 to 1",
            "Heat map of the matrix above: the state of each cell and the readiness score where a rubric gave one.",
            Vega.Layered(values, Math.Max(440, model.Networks.Count * 118), Vega.Step(30),
                new JsonObject
                {
                    ["y"] = Vega.Nominal("property"),
                    ["x"] = new JsonObject
                    {
                        ["field"] = "network",
                        ["type"] = "nominal",
                        ["sort"] = null,
                        ["title"] = null,
                        ["axis"] = new JsonObject { ["orient"] = "top", ["labelAngle"] = 0, ["domain"] = false, ["ticks"] = false, ["labelLimit"] = 0, ["labelOverlap"] = false, ["labelFontSize"] = 12 },
                    },
                },
                Vega.Layer(
                    new JsonObject { ["type"] = "rect", ["opacity"] = 0.28, ["stroke"] = "var(--ground)", ["strokeWidth"] = 2 },
                    new JsonObject { ["color"] = colours }),
                Vega.Layer(new JsonObject { ["type"] = "text" }, new JsonObject { ["text"] = Vega.Nominal("label") })));
    }
}
