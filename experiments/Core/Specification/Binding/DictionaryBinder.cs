using System.Globalization;
using System.Text.Json.Nodes;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Binds <see cref="IReadOnlyDictionary{TKey, TValue}"/>; entries keep the order of the file.</summary>
internal sealed class DictionaryBinder<TKey, TValue> : ValueBinder
    where TKey : notnull
{
    private readonly ScalarBinder keys = ScalarBinders.For(typeof(TKey))
        ?? throw new InvalidOperationException($"{typeof(TKey)} cannot be the key of a dictionary in YAML.");

    private readonly ValueBinder values = ValueBinders.For(typeof(TValue));

    public override string Expectation => "a mapping";

    public override object Bind(SourceNode node, string path, BindingContext context)
    {
        if (node is not SourceMap map)
        {
            context.Wrong(node, path, Expectation);
            return Unbound;
        }

        var bound = new Dictionary<TKey, TValue>(map.Entries.Count);
        foreach (var entry in map.Entries)
        {
            // A key cannot hold a variable, and quotes make no difference to it.
            var key = new SourceScalar(entry.Location, entry.Key, isQuoted: true);
            var plain = new BindingContext(context.Findings, null, context.Folder);
            if (keys.Bind(key, $"The key {entry.Key} of {path}", plain) is TKey name
                && values.Bind(entry.Value, SourcePath.Join(path, entry.Key), context) is TValue value)
            {
                bound[name] = value;
            }
        }

        return bound;
    }

    public override JsonNode? ToJson(object value) => new JsonObject(((IReadOnlyDictionary<TKey, TValue>)value).Select(pair =>
        KeyValuePair.Create(
            keys.ToJson(pair.Key) is JsonValue key && key.TryGetValue<string>(out var text) ? text : Convert.ToString(pair.Key, CultureInfo.InvariantCulture)!,
            pair.Value is null ? null : values.ToJson(pair.Value))));
}
