using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Survey.Experiments;

namespace Survey.Build.Tests;

/// <summary>Plan, Matrix and targets of experiments, by the compiled host.</summary>
public sealed class PlanHostTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("survey-plan-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Plan_WritesOneJsonDocument_WhenAskedForOne()
    {
        var result = await Host.RunAsync("--target=Plan", "--json", "--profile=full");

        using var plan = JsonDocument.Parse(result.StandardOutput);
        Assert.Contains(plan.RootElement.GetProperty("experiments").EnumerateArray(), experiment => experiment.GetProperty("name").GetString() == "docker-batch");
    }

    [Fact]
    public async Task Plan_SaysWhetherTheImageIsCached_WithoutAnEngine()
    {
        var result = await Host.RunAsync("--target=Plan");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches("Containerize worker: (up to date|to run|run again)", result.StandardOutput);
    }

    [Theory]
    [InlineData("--experiment=docker-bach", "docker-batch")]
    [InlineData("--network=bacalau", "bacalhau")]
    [InlineData("--model=cn", "cnn")]
    [InlineData("--profile=ful", "full")]
    public async Task Plan_NamesTheNearest_WhenASelectionMatchesNothing(string argument, string nearest)
    {
        var result = await Host.RunAsync("--target=Plan", argument);

        Assert.Equal((int)ExitCode.InvalidSpecification, result.ExitCode);
        Assert.Contains($"{argument} matches nothing in experiments.yaml. Nearest: {nearest}", result.StandardError);
    }

    [Fact]
    public async Task Run_NamesTheNearestTarget_WhenAnExperimentIsMisspelt()
    {
        var result = await Host.RunAsync("--target=docker-bach");

        Assert.Equal((int)ExitCode.Error, result.ExitCode);
        Assert.Contains("There is no target 'docker-bach'. Nearest: docker-batch", result.StandardError);
    }

    [Fact]
    public async Task Matrix_AppendsToTheOutputsOfAStep_WhenThereIsAFileForThem()
    {
        var output = Path.Combine(folder, "output");
        await File.WriteAllTextAsync(output, "before=1\n", TestContext.Current.CancellationToken);

        var result = await Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "Survey.Build.dll"), "--target=Matrix", "--experiment=docker-batch,docker-service"])
            .WithEnvironmentVariables(variables => variables.Set("GITHUB_OUTPUT", output))
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        var lines = await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken);
        Assert.Equal(["before=1", $"matrix={result.StandardOutput.Trim()}", "networks={\"include\":[{\"network\":\"docker\",\"experiment\":\"docker-batch,docker-service\"}]}"], lines);
    }

    [Fact]
    public async Task Experiment_IsATarget_WhenItWasAddedToTheYaml()
    {
        var file = Path.Combine(folder, "mine.yaml");
        var repository = Path.GetRelativePath(folder, Repository.Root).Replace('\\', '/');
        await File.WriteAllTextAsync(file, $"include: [{repository}/experiments.yaml]\nexperiments:\n  my-own: {{ network: docker, model: cnn, image: worker, workload: {{ images: 10 }} }}\n", TestContext.Current.CancellationToken);

        var result = await Host.RunAsync($"--file={file}", "--target=my-own", "--dryrun");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("my-own:Containerize", result.StandardOutput);
    }
}
