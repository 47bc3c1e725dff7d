using System.Text.Json;
using NJsonSchema;
using NJsonSchema.Generation;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>The report for programs: <c>report.json</c>, and the schema it follows, made from the same types.</summary>
internal static class ModelJson
{
    /// <summary>The report.</summary>
    public static string Write(ReportModel model) => JsonSerializer.Serialize(model, ArtifactJson.Options) + "\n";

    /// <summary>Its schema.</summary>
    public static string Schema()
    {
        var settings = new SystemTextJsonSchemaGeneratorSettings
        {
            SerializerOptions = new JsonSerializerOptions(ArtifactJson.Options),
            SchemaType = SchemaType.JsonSchema,
            FlattenInheritanceHierarchy = true,
            DefaultReferenceTypeNullHandling = ReferenceTypeNullHandling.NotNull,
        };
        // Durations leave as seconds, not as the text that the generator expects of a TimeSpan.
        settings.TypeMappers.Add(new NJsonSchema.Generation.TypeMappers.PrimitiveTypeMapper(typeof(TimeSpan), schema => schema.Type = JsonObjectType.Number));
        var generated = JsonSchemaGenerator.FromType<ReportModel>(settings);
        generated.Title = "report.json";
        return generated.ToJson().ReplaceLineEndings("\n") + "\n";
    }
}
