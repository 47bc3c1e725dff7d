using System.Runtime.Versioning;
using CliWrap;
using CliWrap.Buffered;
using Survey.Tests;

namespace Survey.Build.Tests;

/// <summary>build.sh in a folder of its own, with a script in place of the .NET SDK that writes down what it is asked.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BuildScriptTests : IDisposable
{
    private const string Sdk =
        """
        #!/bin/sh
        echo "$*" >> "$(dirname "$0")/../calls.txt"
        compat="$(cat "$(dirname "$0")/../packages.choice.props" 2>/dev/null)"
        case "$1" in
          --version) echo 10.0.100 ;;
          restore)
            case "$FEED:$compat" in
              complete:*|*Cake.Frosting*) ;;
              poor:*)
                echo "build/Survey.Build.csproj : error NU1101: Unable to find package Cake.Frosting. No packages exist with this id in source(s): feed"
                exit 1 ;;
              bare:*)
                echo "build/Survey.Build.csproj : error NU1102: Unable to find package Unheard.Of with version (>= 1.0.0)"
                exit 1 ;;
            esac ;;
          build) mkdir -p "$(dirname "$0")/../build/bin/Release" && : > "$(dirname "$0")/../build/bin/Release/Survey.Build.dll" ;;
          *.dll) shift; printf 'host got:'; printf ' <%s>' "$@"; echo; exit 42 ;;
        esac
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("survey-script-").FullName;

    public BuildScriptTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "build.sh needs a POSIX shell.");
        File.Copy(Path.Combine(Repository.Root, "build.sh"), Path.Combine(folder, "build.sh"));
        Write("build/Survey.Build.csproj", "<Project />");
        Write("compat/Cake.Frosting/Cake.Frosting.csproj", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Directory.CreateDirectory(Path.Combine(folder, "sdk"));
        Executable.Write(Path.Combine(folder, "sdk/dotnet"), Sdk);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Script_ForwardsArgumentsAndExitCode_WhenTheHostRuns()
    {
        var result = await RunAsync("complete", "--target=Plan", "--packages=nuget", "--set", "a.b=two words");

        Assert.Equal(42, result.ExitCode);
        Assert.Equal("host got: <--target=Plan> <--set> <a.b=two words>\n", result.StandardOutput);
    }

    [Fact]
    public async Task Script_TakesTheStandIn_WhenTheFeedLacksAPackage()
    {
        var result = await RunAsync("poor");

        Assert.Contains("lacks Cake.Frosting;", result.StandardError);
        Assert.Contains("<CompatPackages>Cake.Frosting</CompatPackages>", Choice);
        Assert.Equal(42, result.ExitCode);
    }

    [Fact]
    public async Task Script_TakesAllFromNuGet_WhenTheFeedHasThem()
    {
        await RunAsync("complete");

        Assert.Contains("<CompatPackages></CompatPackages>", Choice);
    }

    [Fact]
    public async Task Script_TakesTheStandIn_WhenToldTo()
    {
        await RunAsync("complete", "--packages=compat");

        Assert.Contains("<CompatPackages>Cake.Frosting</CompatPackages>", Choice);
    }

    [Fact]
    public async Task Script_NamesThePackage_WhenNothingStandsIn()
    {
        var result = await RunAsync("bare");

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("The package Unheard.Of is on none of your NuGet feeds", result.StandardError);
    }

    [Fact]
    public async Task Script_OnlyStartsTheHost_WhenNothingChanged()
    {
        await RunAsync("poor");
        File.Delete(Path.Combine(folder, "calls.txt"));

        var result = await RunAsync("poor");

        Assert.Equal("", result.StandardError);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(folder, "calls.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Script_CompilesAgain_WhenASourceChanged()
    {
        await RunAsync("complete");
        Write("build/Program.cs", "return 0;");

        Assert.Contains("Compiling", (await RunAsync("complete")).StandardError);
    }

    [Fact]
    public async Task Script_SaysWhatToInstall_WhenThereIsNoSdk()
    {
        File.Delete(Path.Combine(folder, "sdk/dotnet"));
        foreach (var tool in new[] { "bash", "dirname" })
            File.CreateSymbolicLink(Path.Combine(folder, "sdk", tool), $"/usr/bin/{tool}");

        var result = await RunWithPathAsync("complete", Path.Combine(folder, "sdk"));

        Assert.Equal(6, result.ExitCode);
        Assert.Contains(".NET SDK 10 is not installed", result.StandardError);
    }

    private string Choice => File.ReadAllText(Path.Combine(folder, "packages.choice.props"));

    private Task<BufferedCommandResult> RunAsync(string feed, params IReadOnlyList<string> arguments) => RunWithPathAsync(
        feed, $"{Path.Combine(folder, "sdk")}:{Environment.GetEnvironmentVariable("PATH")}", arguments);

    private async Task<BufferedCommandResult> RunWithPathAsync(string feed, string searchPath, params IReadOnlyList<string> arguments) =>
        await Cli.Wrap("/bin/bash")
            .WithArguments([Path.Combine(folder, "build.sh"), .. arguments])
            .WithEnvironmentVariables(variables => variables.Set("PATH", searchPath).Set("FEED", feed))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    private void Write(string path, string content)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
