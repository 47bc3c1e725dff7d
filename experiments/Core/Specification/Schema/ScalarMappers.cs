using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Generation.TypeMappers;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification.Schema;

/// <summary>What our scalars look like as JSON Schema. A variable may stand for each.</summary>
internal static class ScalarMappers
{
    /// <summary>Matches a value with a variable in it.</summary>
    public const string Variable = @"\$\{";

    public static IReadOnlyList<ITypeMapper> All { get; } =
    [
        Text(typeof(TimeSpan), @"^([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+$"),
        Text(typeof(Money), @"^[0-9]+(\.[0-9]+)? [A-Za-z][A-Za-z0-9]{1,11}$"),
        Text(typeof(DateOnly), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        Text(typeof(Uri), "^[A-Za-z][A-Za-z0-9+.-]*:"),
        new PrimitiveTypeMapper(typeof(JsonObject), schema => schema.Type = JsonObjectType.Object),
        new PrimitiveTypeMapper(typeof(JsonArray), schema => schema.Type = JsonObjectType.Array),
        new PrimitiveTypeMapper(typeof(JsonNode), schema => schema.Type = JsonObjectType.None),
    ];

    private static PrimitiveTypeMapper Text(Type type, string pattern) => new(type, schema =>
    {
        schema.Type = JsonObjectType.String;
        schema.Pattern = $"{pattern}|{Variable}";
    });
}
