using System.Text.Json.Nodes;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>How all charts look. Colours are CSS variables of the page, so that one picture serves light and dark.</summary>
internal static class ChartStyle
{
    /// <summary>The page's variables for a picture that stands alone; the same values as in templates/report/style.css.</summary>
    public const string Standalone =
        "svg{--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--ground:#fff;--accent:#0a5ad4;--measured:#0b6e4f;--rehearsed:#6f5f00;--claimed:#3b5b8c;" +
        "--unsupported:#6e7781;--failed:#b3261e;--unknown:#6e7781;--p1:#4269d0;--p2:#b97700;--p3:#2f8a41;--p4:#7a7f85;--p5:#9145e0;--p6:#c0417f;--p7:#0f8a9d;" +
        "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif}" +
        "@media(prefers-color-scheme:dark){svg{--ink:#e6edf3;--soft:#9da7b3;--line:#30363d;--ground:#0d1117;--accent:#6ea8fe;--measured:#4cc38a;--rehearsed:#d9b72f;" +
        "--claimed:#8fb0e6;--unsupported:#8b949e;--failed:#ff7b72;--unknown:#8b949e;--p1:#6c8cf0;--p2:#f2c14e;--p3:#5fc377;--p4:#8b949e;--p5:#bb8cf7;--p6:#f285b8;--p7:#4fc4d6}}";

    /// <summary>Colours for phases and other kinds, in order.</summary>
    public static readonly string[] Palette = ["var(--p1)", "var(--p2)", "var(--p3)", "var(--p4)", "var(--p5)", "var(--p6)", "var(--p7)"];

    /// <summary>Titles of networks for where room is short: a remark in brackets is left out, unless two would look the same.</summary>
    public static IReadOnlyDictionary<string, string> ShortTitles(ReportModel model)
    {
        var shortened = model.Networks.ToDictionary(network => network.Name, network => network.Title.Split(" (", 2)[0]);
        return model.Networks.ToDictionary(network => network.Name, network =>
            shortened[network.Name].Length > 0 && shortened.Values.Count(title => title == shortened[network.Name]) == 1 ? shortened[network.Name] : network.Title);
    }

    /// <summary>What every specification carries.</summary>
    public static JsonObject Config() => new()
    {
        ["aria"] = false,
        ["background"] = null,
        ["font"] = "inherit",
        ["view"] = new JsonObject { ["stroke"] = null },
        ["axis"] = new JsonObject
        {
            ["labelColor"] = "var(--soft)",
            ["titleColor"] = "var(--soft)",
            ["gridColor"] = "var(--line)",
            ["domainColor"] = "var(--line)",
            ["tickColor"] = "var(--line)",
            ["labelFontSize"] = 12,
            ["titleFontSize"] = 12,
            ["titleFontWeight"] = "normal",
            ["labelLimit"] = 260,
        },
        ["axisY"] = new JsonObject { ["labelColor"] = "var(--ink)", ["domain"] = false, ["ticks"] = false, ["labelPadding"] = 8 },
        ["legend"] = new JsonObject { ["orient"] = "bottom", ["labelColor"] = "var(--soft)", ["titleColor"] = "var(--soft)", ["labelFontSize"] = 12, ["labelLimit"] = 0, ["title"] = null, ["columns"] = 4 },
        ["text"] = new JsonObject { ["color"] = "var(--ink)", ["fontSize"] = 12 },
    };
}
