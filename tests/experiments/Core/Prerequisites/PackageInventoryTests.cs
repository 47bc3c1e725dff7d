using Survey.Experiments.Prerequisites;
using Xunit;

namespace Survey.Experiments.Tests.Prerequisites;

public sealed class PackageInventoryTests : IDisposable
{
    private const string Dependencies =
        """
        { "libraries": {
          "Survey.Build/1.0.0": { "type": "project" },
          "YamlDotNet/18.1.0": { "type": "package" },
          "Cake.Frosting/1.0.0": { "type": "project" },
          "Spectre.Console/0.57.2": { "type": "reference" },
          "Unnamed/1.2.3": { "type": "package" } } }
        """;

    private const string Versions =
        """
        <Project><ItemGroup>
          <PackageVersion Include="Cake.Frosting" Version="7.0.0" />
          <PackageVersion Include="Spectre.Console" Version="0.57.2" />
          <PackageVersion Include="TorchSharp" Version="0.107.0" />
          <PackageVersion Include="YamlDotNet" Version="18.0.0" />
        </ItemGroup></Project>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("survey-packages-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_TellsPackagesFromStandIns_WhenBothAreInTheProgram()
    {
        File.WriteAllText(Path.Combine(folder, "p.deps.json"), Dependencies);
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), Versions);

        var packages = PackageInventory.Read(Path.Combine(folder, "p.deps.json"), Path.Combine(folder, "Directory.Packages.props"));

        Assert.Equal(["Cake.Frosting compat", "YamlDotNet NuGet 18.1.0"], packages.Select(package => $"{package.Id} {package.Origin}"));
    }
}
