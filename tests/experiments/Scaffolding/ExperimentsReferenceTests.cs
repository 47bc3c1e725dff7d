using Survey.Experiments.Networks;
using Survey.Experiments.Scaffolding;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Scaffolding;

public sealed class ExperimentsReferenceTests
{
    private static string Example { get; } = Repository.File(ExperimentsReference.Example);

    [Fact]
    public void Render_IsTheCommittedPage_WhenTypesAndExampleDidNotChange()
    {
        var page = ExperimentsReference.Render(File.ReadAllText(Example));
        var committed = Repository.File(ExperimentsReference.Page);
        var isSame = File.Exists(committed) && File.ReadAllText(committed).ReplaceLineEndings("\n") == page;
        if (!isSame)
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "experiments-yaml.md"), page);
        Assert.True(isSame, $"{ExperimentsReference.Page} is stale: run ./build.sh --target=Schema and commit it.");
    }

    [Fact]
    public void Example_IsValid_WithoutAnyVariable() =>
        Assert.Empty(SurveyFile.Load(Example, new LoadOptions { Environment = _ => null, Drivers = NetworkDrivers.All }).Findings);

    [Fact]
    public void Example_HasEverySectionThereIs()
    {
        var text = File.ReadAllText(Example);
        string[] sections = ["include", "defaults", .. typeof(SurveySpec).GetProperties()
            .Where(property => !property.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute), inherit: false))
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..])];
        Assert.All(sections, section => Assert.Contains($"\n{section}:", text, StringComparison.Ordinal));
    }
}
