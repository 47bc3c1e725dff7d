using System.Text.Json.Nodes;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Binds <see cref="IReadOnlyList{T}"/>.</summary>
internal sealed class ListBinder<T> : ValueBinder
{
    private readonly ValueBinder items = ValueBinders.For(typeof(T));

    public override string Expectation => $"a list, each entry {items.Expectation}";

    public override object Bind(SourceNode node, string path, BindingContext context)
    {
        if (node is not SourceList list)
        {
            context.Wrong(node, path, Expectation, node is SourceScalar { IsNull: false } ? "Write it as a list: [...]." : null);
            return Unbound;
        }

        var bound = new List<T>(list.Items.Count);
        foreach (var (index, item) in list.Items.Index())
        {
            if (items.Bind(item, SourcePath.Join(path, index), context) is T value)
            {
                bound.Add(value);
            }
        }

        return bound;
    }

    public override JsonNode? ToJson(object value) =>
        new JsonArray([.. ((IReadOnlyList<T>)value).Select(item => item is null ? null : items.ToJson(item))]);
}
