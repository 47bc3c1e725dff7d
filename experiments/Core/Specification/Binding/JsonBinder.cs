using System.Globalization;
using System.Text.Json.Nodes;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Takes any value as JSON, by the core schema of YAML (https://yaml.org/spec/1.2.2/#103-core-schema).</summary>
internal sealed class JsonBinder(Type type) : ValueBinder
{
    private readonly ValueBinder text = ValueBinders.For(typeof(string));

    public override string Expectation => type == typeof(JsonObject) ? "a mapping" : type == typeof(JsonArray) ? "a list" : "any value";

    public override object Bind(SourceNode node, string path, BindingContext context) =>
        Typed(Convert(node, path, context, scalar => text.Bind(scalar, path, context) as string), node, path, context);

    /// <summary>Binds without putting values in the place of <c>${NAME}</c>: references are noted and stay text.</summary>
    public object BindWritten(SourceNode node, string path, BindingContext context, SecretReferenceAttribute rule) =>
        Typed(Convert(node, path, context, scalar => SecretText.Bind(scalar, path, context, rule) as string), node, path, context);

    private object Typed(JsonNode? json, SourceNode node, string path, BindingContext context)
    {
        if (json is not null && type.IsInstanceOfType(json))
        {
            return json;
        }

        if (json is not null || type != typeof(JsonNode))
        {
            context.Wrong(node, path, Expectation);
        }

        return Unbound;
    }

    public override JsonNode? ToJson(object value) => ((JsonNode)value).DeepClone();

    private static JsonNode? Convert(SourceNode node, string path, BindingContext context, Func<SourceScalar, string?> read) => node switch
    {
        SourceMap map => new JsonObject(map.Entries.Select(entry =>
            KeyValuePair.Create(entry.Key, Convert(entry.Value, SourcePath.Join(path, entry.Key), context, read)))),
        SourceList list => new JsonArray([.. list.Items.Select((item, index) => Convert(item, SourcePath.Join(path, index), context, read))]),
        SourceScalar { IsNull: true } => null,
        SourceScalar scalar => ConvertScalar(scalar, read(scalar)),
        _ => null,
    };

    private static JsonNode? ConvertScalar(SourceScalar scalar, string? value)
    {
        if (value is null)
        {
            return null;
        }

        if (scalar.IsQuoted)
        {
            return JsonValue.Create(value);
        }

        if (value is "true" or "false")
        {
            return JsonValue.Create(value == "true");
        }

        // 007 and 1_000 are text, as in YAML's core schema a number that JSON would write differently would surprise.
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            && whole.ToString(CultureInfo.InvariantCulture) == value)
        {
            return JsonValue.Create(whole);
        }

        const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var isNumber = value is [(>= '0' and <= '9') or '-', ..] && value[^1] is >= '0' and <= '9' && value.AsSpan().IndexOfAny('.', 'e', 'E') > 0;
        return isNumber && double.TryParse(value, Fraction, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(value);
    }
}
