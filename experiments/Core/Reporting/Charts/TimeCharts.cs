using System.Text.Json.Nodes;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>Phases of a batch as stacked timelines, latencies of a service on a log scale.</summary>
internal static class TimeCharts
{
    private static readonly string[] Phases = [Clocks.Queue, Clocks.Pull, Clocks.Start, Clocks.FirstAnswer, Clocks.Compute, Clocks.Fetch, Clocks.Settle];

    /// <summary>Timelines of the given rows, one above the other; a row without clocks says so in place of a bar.</summary>
    public static Chart? Timeline(string id, string title, IReadOnlyList<(string Label, ExperimentRow? Row)> rows)
    {
        if (!rows.Any(row => row.Row is not null && Read(row.Row).Any()))
            return null;
        var values = new List<JsonObject>();
        foreach (var (label, row) in rows)
        {
            var phases = row is null ? [] : Read(row).ToList();
            foreach (var (phase, seconds) in phases)
                values.Add(new JsonObject { ["row"] = label, ["phase"] = phase, ["order"] = Array.IndexOf(Phases, phase), ["seconds"] = seconds });
            if (phases.Count == 0)
                values.Add(new JsonObject { ["row"] = label, ["note"] = "not measured" });
        }

        var present = Phases.Where(phase => values.Any(value => (string?)value["phase"] == phase)).ToList();
        var bars = Vega.Layer(
            new JsonObject { ["type"] = "bar", ["height"] = 16 },
            new JsonObject
            {
                ["x"] = Vega.Quantity("seconds", "seconds, cold"),
                ["color"] = Vega.Colours("phase", present, [.. present.Select(phase => ChartStyle.Palette[Array.IndexOf(Phases, phase)])]),
                ["order"] = Vega.Quantity("order"),
            },
            "isValid(datum.seconds)");
        return new Chart(id, title, $"{title}. The table beside it holds the same numbers.", Vega.Layered(
            values, 440, Vega.Step(30), new JsonObject { ["y"] = Vega.Nominal("row") }, bars, Note()));
    }

    /// <summary>Latencies per network: bar from p50 to p95, tick at p99, ring for the first, cold request.</summary>
    public static Chart? Latency(IReadOnlyList<(string Label, ExperimentRow? Row)> rows)
    {
        if (rows.All(row => row.Row?.Latencies is null))
            return null;
        var values = rows.Select(row => row.Row?.Latencies is { } latencies
            ? new JsonObject
            {
                ["row"] = row.Label,
                ["p50"] = latencies.P50.TotalMilliseconds,
                ["p95"] = latencies.P95.TotalMilliseconds,
                ["p99"] = latencies.P99.TotalMilliseconds,
                ["cold"] = latencies.Cold?.TotalMilliseconds,
            }
            : new JsonObject { ["row"] = row.Label, ["note"] = "not measured" });
        var log = new JsonObject { ["type"] = "log" };
        return new Chart("latency", "One request to a service, milliseconds, log scale: bar from p50 to p95, tick at p99, ring for the first (cold) request",
            "Latencies of services per network on a log scale. The table beside it holds the same numbers.",
            Vega.Layered(values, 440, Vega.Step(30), new JsonObject { ["y"] = Vega.Nominal("row") },
                Vega.Layer(
                    new JsonObject { ["type"] = "bar", ["height"] = 12, ["color"] = "var(--p1)" },
                    new JsonObject { ["x"] = Vega.Quantity("p50", "milliseconds", log), ["x2"] = new JsonObject { ["field"] = "p95" } }, "isValid(datum.p50)"),
                Vega.Layer(new JsonObject { ["type"] = "tick", ["thickness"] = 2, ["size"] = 20, ["color"] = "var(--ink)" }, new JsonObject { ["x"] = Vega.Quantity("p99") }, "isValid(datum.p99)"),
                Vega.Layer(
                    new JsonObject { ["type"] = "point", ["size"] = 60, ["filled"] = false, ["color"] = "var(--p2)", ["strokeWidth"] = 2 },
                    new JsonObject { ["x"] = Vega.Quantity("cold") }, "isValid(datum.cold)"),
                Note()));
    }

    /// <summary>The label of a row where rehearsals may stand beside measurements.</summary>
    public static string Label(ExperimentRow row) => row.Standing == Standing.Devnet ? $"{row.Experiment} (rehearsed)" : row.Experiment;

    private static IEnumerable<(string Phase, double Seconds)> Read(ExperimentRow row) => row.Clocks
        .Where(clock => clock.Seconds is not null && Phases.Contains(clock.Name))
        .Select(clock => (clock.Name, clock.Seconds!.Value));

    private static JsonObject Note() => Vega.Layer(
        new JsonObject { ["type"] = "text", ["align"] = "left", ["dx"] = 4, ["color"] = "var(--soft)" },
        new JsonObject { ["text"] = Vega.Nominal("note"), ["x"] = Vega.Value(0) }, "isValid(datum.note)");
}
