using System.Text.Json;
using Survey.Experiments;

namespace Survey.Build.Tests;

public sealed class HostTests
{
    [Theory]
    [InlineData("--tree")]
    [InlineData("--description")]
    [InlineData("--target=Default")]
    public async Task Run_NamesEveryTarget_WhenAskedForAList(string argument)
    {
        var result = await Host.RunAsync(argument);

        Assert.Equal(0, result.ExitCode);
        Assert.All(["Clean", "Default", "Doctor", "Test"], target => Assert.Contains(target, result.StandardOutput));
    }

    [Fact]
    public async Task Run_PrintsArguments_WhenNoTargetIsGiven()
    {
        var result = await Host.RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--suite=soak", result.StandardOutput);
        Assert.Contains("--set path=value", result.StandardOutput);
    }

    [Fact]
    public async Task Run_DoesNothing_WhenDryRun()
    {
        var result = await Host.RunAsync("--target=Doctor", "--dryrun");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Doctor", result.StandardOutput);
        Assert.DoesNotContain(".NET SDK", result.StandardOutput);
    }

    [Fact]
    public async Task Run_NamesTheTarget_WhenItDoesNotExist()
    {
        var result = await Host.RunAsync("--target=Nonsense");

        Assert.Equal((int)ExitCode.Error, result.ExitCode);
        Assert.Contains("'Nonsense'", result.StandardError);
        Assert.Contains("lists the targets", result.StandardError);
    }

    [Fact]
    public async Task Run_ReturnsTheExitCodeOfTheTable_WhenATaskFails()
    {
        var result = await Host.RunAsync("--target=Test", "--suite=nonsense");

        Assert.Equal((int)ExitCode.MissingPrerequisite, result.ExitCode);
        Assert.Contains("no suite 'nonsense'", result.StandardError);
    }

    [Fact]
    public async Task Clean_RemovesTheFolder_WhenArtifactsNamesAnother()
    {
        var folder = Directory.CreateTempSubdirectory("survey-artifacts-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "cache"));

        var result = await Host.RunAsync("--target=Clean", $"--artifacts={folder}");

        Assert.Equal(0, result.ExitCode);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Clean_LeavesTheFolder_WhenItIsNotOfThisProgram()
    {
        var folder = Directory.CreateTempSubdirectory("survey-artifacts-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "letter.txt"), "dear", TestContext.Current.CancellationToken);

        var result = await Host.RunAsync("--target=Clean", $"--artifacts={folder.FullName}");

        Assert.Equal((int)ExitCode.ArtifactsUnusable, result.ExitCode);
        Assert.Contains("Nothing was removed", result.StandardError);
        Assert.True(File.Exists(Path.Combine(folder.FullName, "letter.txt")));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Render_WritesIntoTheFolder_WhenArtifactsNamesAnother()
    {
        var folder = Directory.CreateTempSubdirectory("survey-artifacts-");

        var result = await Host.RunAsync("--target=Render", $"--artifacts={folder.FullName}");

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.True(File.Exists(Path.Combine(folder.FullName, "report", "report.html")));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_RunsNoDependency_WhenExclusive()
    {
        var result = await Host.RunAsync("--target=Containerize", "--exclusive", "--dryrun");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Containerize", result.StandardOutput);
        Assert.DoesNotContain("Export", result.StandardOutput);
    }

    [Fact]
    public async Task Run_SaysLess_WhenVerbosityIsQuiet()
    {
        var quiet = await Host.RunAsync("--target=Validate", "--verbosity=Quiet");
        var normal = await Host.RunAsync("--target=Validate");

        Assert.Equal(0, quiet.ExitCode);
        Assert.True(normal.StandardOutput.Length > quiet.StandardOutput.Length, normal.StandardOutput);
    }

    [Fact]
    public async Task Run_TeachesTheFirstSteps_WhenAskedForHelp()
    {
        var result = await Host.RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--target=Report", result.StandardOutput);
        Assert.Contains("--dryrun", result.StandardOutput);
        Assert.Contains("--artifacts", result.StandardOutput);
    }

    [Fact]
    public async Task Run_WritesPlainText_WhenOutputIsAPipe()
    {
        var result = await Host.RunAsync("--target=Default", "--verbosity=Diagnostic");

        Assert.DoesNotContain('\u001b', result.StandardOutput);
    }

    [Fact]
    public async Task Doctor_NamesTheOriginOfPackages_WhenRun()
    {
        var result = await Host.RunAsync("--target=Doctor");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"Cake\.Frosting +(NuGet 7\.0\.0|compat)", result.StandardOutput);
        Assert.Matches(@"YamlDotNet +NuGet \d", result.StandardOutput);
    }

    [Fact]
    public async Task Validate_Succeeds_WhenTheFileOfTheRepositoryIsRead()
    {
        var result = await Host.RunAsync("--target=Validate", "--set", "models.cnn.epochs=1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("valid", result.StandardOutput);
    }

    [Fact]
    public async Task Validate_NamesThePath_WhenAnOverrideIsWrong()
    {
        var result = await Host.RunAsync("--target=Validate", "--set", "models.cnn.epoch=1");

        Assert.Equal((int)ExitCode.InvalidSpecification, result.ExitCode);
        Assert.Contains("models.cnn.epoch", result.StandardError);
    }

    [Theory]
    [InlineData("--tree")]
    [InlineData("--description")]
    [InlineData("--target=Default")]
    public async Task Run_NamesTheExperiments_WhenAskedForAList(string argument)
    {
        var result = await Host.RunAsync(argument);

        Assert.Contains("docker-batch", result.StandardOutput);
    }

    [Fact]
    public async Task Tree_ShowsUnderATargetWhatItNeeds_AndRunsNothing()
    {
        var result = await Host.RunAsync("--target=docker-batch", "--tree");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("Default\n\n", result.StandardOutput.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(
            "\ndocker-batch\n└─docker-batch:Containerize\n   └─docker-batch:Export\n      └─docker-batch:Train\n",
            result.StandardOutput.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Run_GoesThroughTheStages_WhenAnExperimentIsTheTarget()
    {
        var result = await Host.RunAsync("--target=docker-batch", "--dryrun");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"(?s)docker-batch:Train.*docker-batch:Export.*docker-batch:Containerize.*4\. docker-batch", result.StandardOutput);
    }

    [Fact]
    public async Task Run_BlamesTheSpecification_WhenAnExperimentIsAskedForAndTheFileIsInvalid()
    {
        var result = await Host.RunAsync("--target=docker-batch", "--set", "models.cnn.epoch=1");

        Assert.Equal((int)ExitCode.InvalidSpecification, result.ExitCode);
        Assert.Contains("--target=Validate", result.StandardError);
    }

    [Fact]
    public async Task Doctor_Works_WhenTheSpecificationIsInvalid()
    {
        var result = await Host.RunAsync("--target=Doctor", "--set", "models.cnn.epoch=1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(".NET SDK", result.StandardOutput);
        Assert.Matches("libtorch +", result.StandardOutput);
    }

    [Fact]
    public async Task Matrix_WritesOneJsonDocumentAndNothingElse_WhenRun()
    {
        var result = await Host.RunAsync("--target=Matrix");

        Assert.Equal(0, result.ExitCode);
        using var document = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }
}
