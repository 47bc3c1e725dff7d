using Survey.Experiments.Networks;
using Survey.Experiments.Scaffolding;
using Survey.Experiments.Tests.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Scaffolding;

public sealed class DriverReferenceTests
{
    [Fact]
    public void Render_IsTheCommittedPage_WhenTypesDidNotChange()
    {
        var page = DriverReference.Render(NetworkDrivers.All);
        var committed = Repository.File("docs/drivers.md");
        var isSame = File.Exists(committed) && File.ReadAllText(committed).ReplaceLineEndings("\n") == page;
        if (!isSame)
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "drivers.md"), page);
        Assert.True(isSame, "docs/drivers.md is stale: run ./build.sh --target=Schema and commit it.");
    }
}
