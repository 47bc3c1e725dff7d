using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Binds one property of a record and checks what its attributes say.</summary>
internal sealed class PropertyBinder
{
    private readonly PropertyInfo property;
    private readonly ValueBinder values;
    private readonly PropertyRules rules;

    public PropertyBinder(PropertyInfo property)
    {
        this.property = property;
        values = ValueBinders.For(property.PropertyType);
        rules = new PropertyRules(property);
        Key = ScalarFormats.Camel(property.Name);
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        IsSourceLocation = property.IsDefined(typeof(SourceLocationAttribute));
    }

    /// <summary>The property of the record.</summary>
    public PropertyInfo Property => property;

    public string Key { get; }

    public bool IsRequired { get; }

    /// <summary>Whether the loader itself writes here where the record stands.</summary>
    public bool IsSourceLocation { get; }

    public string Expectation => rules.Describe(values.Expectation);

    public void Set(object record, object value) => property.SetValue(record, value);

    public void Bind(object record, SourceEntry entry, string path, BindingContext context)
    {
        if (rules.IsDriverDefined)
        {
            return;
        }

        if (entry.Value is SourceScalar { IsNull: true })
        {
            BindNothing(entry.Value, path, context);
            return;
        }

        var value = rules.Secret is { } secret
            ? BindSecret(entry.Value, path, context, secret)
            : BindChecked(entry.Value, path, context);
        if (value != ValueBinder.Unbound)
        {
            property.SetValue(record, value);
        }
    }

    /// <summary>The value as JSON; null where there is none.</summary>
    public JsonNode? ToJson(object record) => property.GetValue(record) switch
    {
        null => null,
        System.Collections.ICollection { Count: 0 } => null,
        var value => values.ToJson(value),
    };

    private object BindSecret(SourceNode node, string path, BindingContext context, SecretReferenceAttribute rule) => values is JsonBinder json
        ? json.BindWritten(node, path, context, rule)
        : SecretText.Bind(node, path, context, rule);

    private object BindChecked(SourceNode node, string path, BindingContext context)
    {
        rules.CheckKeys(node, path, context);
        var errors = context.Findings.Errors;
        var value = values is ScalarBinder scalars ? scalars.Bind(node, path, context, Expectation) : values.Bind(node, path, context);
        var isUnresolved = value is string text && node is SourceScalar scalar && text == scalar.Text && Interpolation.HasReference(text);
        if (value == ValueBinder.Unbound || isUnresolved || errors != context.Findings.Errors)
        {
            return value;
        }

        return rules.Apply(value, node, path, context, Expectation);
    }

    /// <summary>A key without a value means the default, except where there is none or it is a number or a word.</summary>
    private void BindNothing(SourceNode node, string path, BindingContext context)
    {
        var hasNone = property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null;
        if (IsRequired || hasNone)
        {
            context.Findings.Error(node.Location, path, $"has no value; expected {Expectation}.", "Give it a value or remove the key.");
        }
    }
}
