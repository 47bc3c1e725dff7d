using Survey.Experiments.Networks;
using Survey.Experiments.Scaffolding;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Scaffolding;

public sealed class NetworkScaffoldTests : IDisposable
{
    private readonly DirectoryInfo repository = Directory.CreateTempSubdirectory("scaffold-");

    public NetworkScaffoldTests()
    {
        var templates = repository.CreateSubdirectory("templates").CreateSubdirectory("new-network");
        foreach (var file in Directory.GetFiles(Repository.File("templates/new-network")))
            File.Copy(file, Path.Combine(templates.FullName, Path.GetFileName(file)));
    }

    public void Dispose() => repository.Delete(recursive: true);

    [Theory]
    [InlineData("http")]
    [InlineData("command")]
    public void Write_GivesValidYaml_WhenIncluded(string driver)
    {
        var files = new NetworkScaffold(repository.FullName).Write("my-network", driver);
        var main = Path.Combine(repository.FullName, "experiments.yaml");
        File.WriteAllText(main, $"include: [experiments/MyNetwork/network.yaml]\n{YamlFolder.Valid.Replace("driver: sample", "title: Docker", StringComparison.Ordinal).Replace("experiments:\n  first: { network: docker, model: cnn, image: worker }\n", "", StringComparison.Ordinal)}");

        var result = SurveyFile.Load(main, new LoadOptions { Drivers = NetworkDrivers.All, Environment = _ => null });

        Assert.Empty(result.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.ToString()));
        Assert.Equal(driver, result.Spec!.Networks["my-network"].Driver);
        Assert.Equal(["network.yaml", "README.md"], files.Select(Path.GetFileName));
    }

    [Fact]
    public void Write_Refuses_WhenTheFilesExist()
    {
        var scaffold = new NetworkScaffold(repository.FullName);
        scaffold.Write("my-network", "http");
        var error = Assert.Throws<SurveyException>(() => scaffold.Write("my-network", "http"));
        Assert.Contains("exists already", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("My Network", "http", "no name for a network")]
    [InlineData("../x", "http", "no name for a network")]
    [InlineData("x", "grpc", "no scaffold for the driver 'grpc'")]
    public void Write_SaysWhatIsPossible_WhenNameOrDriverIsWrong(string name, string driver, string expected)
    {
        var error = Assert.Throws<SurveyException>(() => new NetworkScaffold(repository.FullName).Write(name, driver));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(repository.FullName, "experiments")));
    }
}
