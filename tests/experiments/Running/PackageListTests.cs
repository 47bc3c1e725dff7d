using Survey.Experiments.Running;

namespace Survey.Experiments.Tests.Running;

public sealed class PackageListTests
{
    [Fact]
    public void Parse_TellsNuGetFromCompat_AndLeavesOutWhatOthersBring()
    {
        const string json = """
            {
              "targets": {
                "net10.0": {
                  "Survey.Build/1.0.0": { "dependencies": { "Cake.Frosting": "7.0.0", "Survey.Experiments": "1.0.0" } },
                  "Survey.Experiments/1.0.0": { "dependencies": { "Polly.Core": "8.9.1" } },
                  "Polly.Core/8.9.1": { "dependencies": { "Someone.Else": "1.0.0" } }
                }
              },
              "libraries": { "Cake.Frosting/7.0.0": { "type": "project" }, "Polly.Core/8.9.1": { "type": "package" } }
            }
            """;

        var packages = PackageList.Parse(json);
        Assert.Equal(["Cake.Frosting", "Polly.Core"], packages.Keys);
        Assert.Equal(["compat", "NuGet 8.9.1"], packages.Values);
    }
}
