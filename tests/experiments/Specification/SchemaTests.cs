using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using Survey.Experiments.Specification.Schema;
using Xunit;

namespace Survey.Experiments.Tests.Specification;

public sealed class SchemaTests
{
    [Fact]
    public void Generate_IsTheCommittedFile_WhenTypesDidNotChange() => Assert.True(
        File.ReadAllText(Repository.File(SurveySchema.Path)).ReplaceLineEndings("\n") == SurveySchema.Generate(),
        $"{SurveySchema.Path} is stale: run ./build.sh --target=Schema and commit it.");

    [Fact]
    public async Task Schema_FindsATypo_InAnExperiment()
    {
        var schema = await JsonSchema.FromJsonAsync(SurveySchema.Generate(), TestContext.Current.CancellationToken);
        var survey = JsonNode.Parse("""{"experiments":{"first":{"network":"docker","model":"cnn","image":"worker","workload":{"requests":5}}}}""")!;
        Assert.Empty(schema.Validate(survey.ToJsonString()));

        survey["experiments"]!["first"]!["workload"] = JsonSerializer.SerializeToNode(new { reqests = 5 });
        Assert.NotEmpty(schema.Validate(survey.ToJsonString()));
    }
}
