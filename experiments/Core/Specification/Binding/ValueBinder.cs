using System.Text.Json.Nodes;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Binds nodes to values of one type, and writes such values as JSON that binds back to the same value.</summary>
internal abstract class ValueBinder
{
    /// <summary>Stands for a value that could not be bound: a finding or a missing variable says why.</summary>
    public static readonly object Unbound = new();

    /// <summary>What is expected, after "expected": "a whole number".</summary>
    public abstract string Expectation { get; }

    /// <summary>The value, or <see cref="Unbound"/>.</summary>
    public abstract object Bind(SourceNode node, string path, BindingContext context);

    /// <summary>The value as JSON.</summary>
    public abstract JsonNode? ToJson(object value);
}
