using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Namotion.Reflection;
using NJsonSchema;
using NJsonSchema.Generation;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification.Schema;

/// <summary>The JSON Schema of experiments.yaml, for editors. The only code that loads NJsonSchema: reading the file does without.</summary>
public static class SurveySchema
{
    /// <summary>Where it stands in the repository.</summary>
    public const string Path = "experiments/Core/Specification/experiments.schema.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text that ends with a line feed; the same bytes for the same types.</summary>
    public static string Generate(IReadOnlyDictionary<string, NetworkDriver>? drivers = null)
    {
        var known = (drivers ?? NetworkDrivers.All).Values.OrderBy(driver => driver.Name, StringComparer.Ordinal).ToList();
        var settings = Settings();
        var generator = new JsonSchemaGenerator(settings);
        var root = new JsonSchema();
        var resolver = new JsonSchemaResolver(root, settings);
        generator.Generate(root, typeof(SurveySpec).ToContextualType(), resolver);
        var types = known.SelectMany(driver => new[] { driver.Settings, driver.Options }).Append(typeof(FileKeys)).Append(typeof(ExperimentFileKeys)).Distinct();
        var definitions = types.ToDictionary(type => type, type => NameOf(root, generator.Generate(type, resolver)));
        var json = JsonNode.Parse(root.ToJson())!.AsObject();
        new SchemaFinish(json, definitions).Apply(known);
        return json.ToJsonString(Indented) + "\n";
    }

    private static string NameOf(JsonSchema root, JsonSchema schema) => root.Definitions.First(pair => pair.Value == schema.ActualSchema).Key;

    private static SystemTextJsonSchemaGeneratorSettings Settings()
    {
        var settings = new SystemTextJsonSchemaGeneratorSettings
        {
            // Base records are how the program shares keys, nothing an editor should see.
            FlattenInheritanceHierarchy = true,
            SerializerOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web)
            {
                Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
            },
        };
        settings.SchemaProcessors.Add(new PropertyProcessor());
        foreach (var mapper in ScalarMappers.All)
        {
            settings.TypeMappers.Add(mapper);
        }

        return settings;
    }
}
