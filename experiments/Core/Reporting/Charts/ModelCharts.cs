using System.Text.Json.Nodes;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>Accuracy per class and the confusion matrix of a model.</summary>
internal static class ModelCharts
{
    public static IEnumerable<Chart> Of(ModelPage model)
    {
        if (model.Confusion.Count > 0)
            yield return Confusion(model);
        if (model.Classes.Count > 0)
            yield return Classes(model);
    }

    private static Chart Confusion(ModelPage model)
    {
        var values = model.Confusion.SelectMany((row, truth) => row.Select((images, predicted) => new JsonObject
        {
            ["true"] = truth,
            ["predicted"] = predicted,
            ["images"] = images,
            ["right"] = truth == predicted,
            // Mistakes are few beside what is right: their shade follows the logarithm, so that the pattern shows.
            ["shade"] = images == 0 ? 0 : Math.Round(0.12 + (0.5 * Math.Log10(images) / 3.2), 3),
            ["label"] = images == 0 ? "" : images.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }));
        return new Chart($"confusion-{Anchors.Slug(model.Name)}", $"Model {model.Name}: true class (rows) against predicted class (columns), test images",
            $"Confusion matrix of model {model.Name}. The numbers stand in its training.json.",
            Vega.Layered(values, 440, 300,
                new JsonObject
                {
                    ["y"] = new JsonObject { ["field"] = "true", ["type"] = "ordinal", ["title"] = "true" },
                    ["x"] = new JsonObject { ["field"] = "predicted", ["type"] = "ordinal", ["title"] = "predicted", ["axis"] = new JsonObject { ["labelAngle"] = 0 } },
                },
                Vega.Layer(
                    new JsonObject { ["type"] = "rect" },
                    new JsonObject
                    {
                        ["color"] = new JsonObject { ["condition"] = new JsonObject { ["test"] = "datum.right", ["value"] = "var(--measured)" }, ["value"] = "var(--failed)" },
                        ["opacity"] = new JsonObject { ["field"] = "shade", ["type"] = "quantitative", ["scale"] = null, ["legend"] = null },
                    }),
                Vega.Layer(new JsonObject { ["type"] = "text", ["fontSize"] = 11 }, new JsonObject { ["text"] = Vega.Nominal("label") })));
    }

    private static Chart Classes(ModelPage model)
    {
        var values = model.Classes.SelectMany(entry => new (string Kind, double? Share)[] { ("precision", entry.Precision), ("recall", entry.Recall) }
            .Where(pair => pair.Share is not null)
            .Select(pair => new JsonObject { ["class"] = entry.Label, ["kind"] = pair.Kind, ["share"] = pair.Share }));
        return new Chart($"classes-{Anchors.Slug(model.Name)}", $"Model {model.Name}: precision and recall per class (the axis does not start at 0)",
            $"Precision and recall of model {model.Name} per class. The table beside it holds the same numbers.",
            Vega.Layered(values, 440, 200,
                new JsonObject
                {
                    ["x"] = new JsonObject { ["field"] = "class", ["type"] = "ordinal", ["title"] = "class", ["axis"] = new JsonObject { ["labelAngle"] = 0, ["grid"] = true } },
                    ["y"] = new JsonObject
                    {
                        ["field"] = "share",
                        ["type"] = "quantitative",
                        ["title"] = null,
                        ["scale"] = new JsonObject { ["zero"] = false, ["nice"] = true },
                        ["axis"] = new JsonObject { ["format"] = ".1%", ["tickCount"] = 5 },
                    },
                },
                Vega.Layer(
                    new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 80 },
                    new JsonObject
                    {
                        ["color"] = Vega.Colours("kind", ["precision", "recall"], ["var(--p1)", "var(--p2)"]),
                        ["shape"] = new JsonObject { ["field"] = "kind", ["type"] = "nominal", ["title"] = null, ["scale"] = new JsonObject { ["domain"] = Vega.Array(["precision", "recall"]), ["range"] = Vega.Array(["circle", "diamond"]) } },
                    })));
    }
}
