using System.Text.Json.Nodes;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>Small pieces that Vega-Lite specifications are made of.</summary>
internal static class Vega
{
    /// <summary>A whole chart of one or more layers over the same data.</summary>
    public static JsonObject Layered(IEnumerable<JsonObject> values, int width, JsonNode height, JsonObject encoding, params JsonObject[] layers) => new()
    {
        ["width"] = width,
        ["height"] = height,
        ["data"] = Data(values),
        ["encoding"] = encoding,
        ["layer"] = new JsonArray([.. layers]),
        ["config"] = ChartStyle.Config(),
    };

    /// <summary>One step of pixels per row.</summary>
    public static JsonObject Step(int pixels) => new() { ["step"] = pixels };

    /// <summary>Rows of data.</summary>
    public static JsonObject Data(IEnumerable<JsonObject> values) => new() { ["values"] = new JsonArray([.. values]) };

    /// <summary>A mark with its own encoding, and a filter where only some rows count.</summary>
    public static JsonObject Layer(JsonObject mark, JsonObject encoding, string? filter = null)
    {
        var layer = new JsonObject { ["mark"] = mark, ["encoding"] = encoding };
        if (filter is not null)
            layer["transform"] = new JsonArray(new JsonObject { ["filter"] = filter });
        return layer;
    }

    /// <summary>A channel of words, in the order of the data.</summary>
    public static JsonObject Nominal(string field, string? title = null) => new() { ["field"] = field, ["type"] = "nominal", ["sort"] = null, ["title"] = title };

    /// <summary>A channel of numbers.</summary>
    public static JsonObject Quantity(string field, string? title = null, JsonObject? scale = null)
    {
        var channel = new JsonObject { ["field"] = field, ["type"] = "quantitative", ["title"] = title };
        if (scale is not null)
            channel["scale"] = scale;
        return channel;
    }

    /// <summary>A channel of colours given by name.</summary>
    public static JsonObject Colours(string field, IReadOnlyList<string> names, IReadOnlyList<string> colours) => new()
    {
        ["field"] = field,
        ["type"] = "nominal",
        ["sort"] = null,
        ["title"] = null,
        ["scale"] = new JsonObject { ["domain"] = Array(names), ["range"] = Array(colours) },
    };

    /// <summary>A list of texts.</summary>
    public static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    /// <summary>A channel with a fixed value.</summary>
    public static JsonObject Value(JsonNode value) => new() { ["value"] = value };
}
