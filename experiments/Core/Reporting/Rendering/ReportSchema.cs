using System.Text.Json;
using NJsonSchema;
using NJsonSchema.Generation;
using NJsonSchema.Generation.TypeMappers;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>The schema of <c>report.json</c>, made from the types that are written. It changes with the code only, so it is kept beside the templates.</summary>
public static class ReportSchema
{
    /// <summary>Where it is kept, below <c>templates/</c>.</summary>
    public const string Template = "report/report.schema.json";

    /// <summary>The schema.</summary>
    public static string Generate()
    {
        var settings = new SystemTextJsonSchemaGeneratorSettings
        {
            SerializerOptions = new JsonSerializerOptions(ArtifactJson.Options),
            SchemaType = SchemaType.JsonSchema,
            FlattenInheritanceHierarchy = true,
            DefaultReferenceTypeNullHandling = ReferenceTypeNullHandling.NotNull,
        };
        // Durations leave as seconds, not as the text that the generator expects of a TimeSpan.
        settings.TypeMappers.Add(new PrimitiveTypeMapper(typeof(TimeSpan), schema => schema.Type = JsonObjectType.Number));
        var generated = JsonSchemaGenerator.FromType<ReportModel>(settings);
        generated.Title = "report.json";
        return generated.ToJson().ReplaceLineEndings("\n") + "\n";
    }
}
