using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>Prices, projections and changes over runs.</summary>
internal static class MoneyCharts
{
    /// <summary>What 1,000 inferences cost, per measured row that paid.</summary>
    public static Chart? Cost(IReadOnlyList<(string Label, ExperimentRow? Row)> rows, string? currency)
    {
        if (rows.All(row => row.Row?.Money.Per1000 is null))
            return null;
        var values = rows.Select(row => row.Row?.Money.Per1000 is { } price
            ? new JsonObject { ["row"] = row.Label, ["price"] = (double)price.Amount }
            : new JsonObject { ["row"] = row.Label, ["note"] = row.Row is null ? "not measured" : row.Row.Money.Per1000Note.TrimEnd('.').ToLowerInvariant() });
        return new Chart("cost", $"Price of 1,000 inferences, {currency ?? "in the currency paid"}", "Price of 1,000 inferences per network. The table beside it holds the same numbers.",
            Vega.Layered(values, 440, Vega.Step(30), new JsonObject { ["y"] = Vega.Nominal("row") },
                Vega.Layer(
                    new JsonObject { ["type"] = "bar", ["height"] = 16, ["color"] = "var(--p1)" },
                    new JsonObject { ["x"] = Vega.Quantity("price", currency) }, "isValid(datum.price)"),
                Vega.Layer(
                    new JsonObject { ["type"] = "text", ["align"] = "left", ["dx"] = 4, ["color"] = "var(--soft)" },
                    new JsonObject { ["text"] = Vega.Nominal("note"), ["x"] = Vega.Value(0) }, "isValid(datum.note)")));
    }

    /// <summary>Projected times over sizes, one line per network and number of nodes; dashed, because nothing of it was measured.</summary>
    public static Chart? Projection(IReadOnlyList<Projection> projections)
    {
        var shown = projections.Where(projection => projection.Row.Job == JobType.Batch).DistinctBy(projection => projection.Row.Network).ToList();
        if (shown.Count == 0)
            return null;
        var values = shown.SelectMany(projection => projection.Points.Where(point => point.Nodes is 1 or 100).Select(point => new JsonObject
        {
            ["line"] = $"{projection.Row.Network}, {point.Nodes} node{(point.Nodes == 1 ? "" : "s")}",
            ["items"] = point.Items,
            ["seconds"] = point.Seconds,
        })).ToList();
        var lines = values.Select(value => (string)value["line"]!).Distinct(StringComparer.Ordinal).ToList();
        var log = new JsonObject { ["type"] = "log" };
        return new Chart("projection", "Projection, not a measurement: seconds over number of inferences, both on a log scale",
            "Projected times over number of inferences. The table below holds the same numbers.",
            Vega.Layered(values, 440, 240,
                new JsonObject
                {
                    ["x"] = new JsonObject { ["field"] = "items", ["type"] = "quantitative", ["title"] = "inferences", ["scale"] = log.DeepClone(), ["axis"] = new JsonObject { ["format"] = "~s", ["tickCount"] = 6 } },
                    ["y"] = new JsonObject { ["field"] = "seconds", ["type"] = "quantitative", ["title"] = "seconds", ["scale"] = log.DeepClone(), ["axis"] = new JsonObject { ["format"] = "~s", ["tickCount"] = 6 } },
                },
                Vega.Layer(
                    new JsonObject { ["type"] = "line", ["strokeDash"] = new JsonArray(6, 4), ["point"] = true },
                    new JsonObject { ["color"] = Vega.Colours("line", lines, [.. lines.Select((_, index) => ChartStyle.Palette[index % ChartStyle.Palette.Length])]) })));
    }

    /// <summary>Total time of each measured experiment over its runs; only where there is more than one.</summary>
    public static Chart? History(IReadOnlyList<HistoryPoint> history)
    {
        var lines = history.Where(point => point.TotalSeconds > 0).GroupBy(point => point.Experiment).Where(group => group.Count() > 1).ToList();
        if (lines.Count == 0)
            return null;
        var days = (lines.Max(group => group.Max(point => point.At)) - lines.Min(group => group.Min(point => point.At))).TotalDays;
        var names = lines.Select(group => group.Key).Order(StringComparer.Ordinal).ToList();
        var values = lines.SelectMany(group => group).Select(point => new JsonObject
        {
            ["experiment"] = point.Experiment,
            ["at"] = point.At.ToUnixTimeMilliseconds(),
            ["seconds"] = point.TotalSeconds,
        });
        return new Chart("history", "Change over runs: seconds of one workload per measured experiment", "Seconds of one workload over the runs. The table beside it holds the same numbers.",
            Vega.Layered(values, 440, 200,
                new JsonObject
                {
                    ["x"] = new JsonObject { ["field"] = "at", ["type"] = "temporal", ["title"] = null, ["scale"] = new JsonObject { ["type"] = "utc" }, ["axis"] = new JsonObject { ["format"] = days < 4 ? "%m-%d %H:%M" : "%Y-%m-%d", ["tickCount"] = 5, ["labelOverlap"] = true } },
                    ["y"] = Vega.Quantity("seconds", "seconds"),
                },
                Vega.Layer(
                    new JsonObject { ["type"] = "line", ["point"] = true },
                    new JsonObject { ["color"] = Vega.Colours("experiment", names, [.. names.Select((_, index) => ChartStyle.Palette[index % ChartStyle.Palette.Length])]) })));
    }
}
