using System.Runtime.Versioning;
using CliWrap;
using CliWrap.Buffered;

namespace Survey.Build.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class BashScriptTests() : BuildScriptTests("build.sh")
{
    protected override Command Run(string folder, string sdk, string feed, IReadOnlyList<string> arguments) => Cli.Wrap("/bin/bash")
        .WithArguments([Path.Combine(folder, "build.sh"), .. arguments])
        .WithEnvironmentVariables(variables => variables.Set("FEED", feed).Set("PATH", $"{sdk}:{Environment.GetEnvironmentVariable("PATH")}"));

    [Fact]
    public async Task Script_SaysWhatToInstall_WhenThereIsNoSdk()
    {
        var folder = Directory.CreateTempSubdirectory("survey-bare-");
        foreach (var tool in new[] { "bash", "dirname" })
            File.CreateSymbolicLink(Path.Combine(folder.FullName, tool), $"/usr/bin/{tool}");

        var result = await Cli.Wrap("/bin/bash").WithArguments([Path.Combine(Repository.Root, "build.sh")])
            .WithEnvironmentVariables(variables => variables.Set("PATH", folder.FullName))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        folder.Delete(recursive: true);
        Assert.Equal(6, result.ExitCode);
        Assert.Contains(".NET SDK 10 is not installed", result.StandardError);
    }
}
