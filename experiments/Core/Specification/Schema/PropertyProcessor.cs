using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Generation;
using Survey.Experiments.Specification.Binding;

namespace Survey.Experiments.Specification.Schema;

/// <summary>Adds what the binder knows of a property and NJsonSchema does not: our attributes, defaults, and that a variable may stand for any value.</summary>
internal sealed class PropertyProcessor : ISchemaProcessor
{
    public void Process(SchemaProcessorContext context)
    {
        var type = context.ContextualType.Type;
        if (type.Namespace?.StartsWith("Survey.", StringComparison.Ordinal) != true || type.IsEnum || type.IsValueType || context.Schema.Properties.Count == 0)
        {
            return;
        }

        var binder = (RecordBinder)ValueBinders.For(type);
        var sample = Activator.CreateInstance(type)!;
        foreach (var property in binder.Properties)
        {
            if (context.Schema.Properties.TryGetValue(property.Key, out var schema))
            {
                AddRules(schema, property.Property);
                if (!property.IsRequired && property.ToJson(sample) is JsonValue value)
                {
                    schema.Default = Plain(value);
                }

                AllowVariable(schema);
            }
        }
    }

    private static object Plain(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.ToJsonString().AsSpan().ContainsAny('.', 'E', 'e') => value.GetValue<double>(),
        JsonValueKind.Number => long.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
        _ => value.GetValue<string>(),
    };

    private static void AddRules(JsonSchemaProperty schema, PropertyInfo property)
    {
        if (property.PropertyType == typeof(TimeSpan))
        {
            // Ranges of durations are checked when the file is read: JSON Schema cannot compare them.
            (schema.Minimum, schema.Maximum) = (null, null);
        }

        if (property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern)
        {
            schema.Pattern = $"^(?:{pattern.Pattern})$|{ScalarMappers.Variable}";
        }

        if (property.GetCustomAttribute<SecretReferenceAttribute>() is { AllowText: false })
        {
            schema.Pattern = @"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$";
        }

        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            schema.Pattern = $"^({string.Join('|', allowed.Values)})$|{ScalarMappers.Variable}";
            schema.ExtensionData = new Dictionary<string, object?>(StringComparer.Ordinal) { ["examples"] = allowed.Values };
        }

        if (property.GetCustomAttribute<KeyPatternAttribute>() is { } keys && schema.AdditionalPropertiesSchema is { } values)
        {
            schema.PatternProperties[$"^(?:{keys.Pattern})$"] = new JsonSchemaProperty { Reference = values.Reference, Type = values.Type, Item = values.Item };
            schema.AllowAdditionalProperties = false;
        }
    }

    private static void AllowVariable(JsonSchemaProperty schema)
    {
        var variable = new JsonSchema { Type = JsonObjectType.String, Pattern = ScalarMappers.Variable };
        const JsonObjectType Plain = JsonObjectType.Integer | JsonObjectType.Number | JsonObjectType.Boolean;
        if ((schema.Type & Plain) != 0)
        {
            schema.AnyOf.Add(new JsonSchema { Type = schema.Type & Plain, Minimum = schema.Minimum, Maximum = schema.Maximum });
            schema.AnyOf.Add(variable);
            (schema.Type, schema.Minimum, schema.Maximum, schema.Format) = (JsonObjectType.None, null, null, null);
        }
        else if (schema.OneOf.FirstOrDefault(option => option.HasReference && option.ActualSchema.IsEnumeration) is not null)
        {
            schema.OneOf.Add(variable);
        }
    }
}
