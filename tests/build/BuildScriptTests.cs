using System.Runtime.Versioning;
using CliWrap;
using CliWrap.Buffered;
using Survey.Tests;

namespace Survey.Build.Tests;

/// <summary>A build script in a folder of its own, with a script in place of the .NET SDK that writes down what it is asked.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class BuildScriptTests : IDisposable
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
              slow:*PublishReadyToRun*) ;;
              slow:*)
                echo "build/Survey.Build.csproj : error NU1101: Unable to find package Microsoft.NETCore.App.Crossgen2.linux-x64. No packages exist with this id in source(s): feed"
                exit 1 ;;
              bare:*)
                echo "build/Survey.Build.csproj : error NU1102: Unable to find package Unheard.Of with version (>= 1.0.0)"
                exit 1 ;;
            esac ;;
          publish)
            if [ "$FEED" = broken ]; then echo "build/Program.cs(1,1): error CS0103: no such name"; exit 1; fi
            mkdir -p "$(dirname "$0")/../build/bin/Release" && : > "$(dirname "$0")/../build/bin/Release/Survey.Build.dll" ;;
          *.dll) shift; printf 'host got:'; printf ' <%s>' "$@"; echo; exit 42 ;;
        esac
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("survey-script-").FullName;

    protected BuildScriptTests(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script in place of the .NET SDK needs a POSIX shell.");
        File.Copy(Path.Combine(Repository.Root, script), Path.Combine(folder, script));
        Write("build/Survey.Build.csproj", "<Project />");
        Write("compat/Cake.Frosting/Cake.Frosting.csproj", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Directory.CreateDirectory(Path.Combine(folder, "sdk"));
        Executable.Write(Path.Combine(folder, "sdk/dotnet"), Sdk);
    }

    /// <summary>
    /// The command that runs the script with these arguments, <paramref name="sdk"/> in front of everything else on the PATH and the variable
    /// FEED set for it.
    /// </summary>
    protected abstract Command Run(string folder, string sdk, string feed, IReadOnlyList<string> arguments);

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

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
    public async Task Script_DoesWithoutTheCompilerAhead_WhenTheFeedLacksIt()
    {
        var first = await RunAsync("slow");
        var second = await RunAsync("slow");

        Assert.Contains("<PublishReadyToRun>false</PublishReadyToRun>", Choice);
        Assert.Equal((42, 42), (first.ExitCode, second.ExitCode));
        Assert.Equal("", second.StandardError);
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
    public async Task Script_OnlyStartsTheHost_WhenANetworkCameAsYaml()
    {
        await RunAsync("complete");
        Write("experiments/Mine/network.yaml", "networks: {}");
        Write("experiments/Mine/README.md", "# Mine");
        File.Delete(Path.Combine(folder, "calls.txt"));

        await RunAsync("complete");

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
    public async Task Script_FailsWithOne_WhenTheHostDoesNotCompile()
    {
        var result = await RunAsync("broken");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("does not compile", result.StandardError);
    }

    [Fact]
    public async Task Script_NamesTheChoices_WhenPackagesIsUnknown()
    {
        var result = await RunAsync("complete", "--packages=some");

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("Use auto, nuget or compat", result.StandardError);
    }

    private string Choice => File.ReadAllText(Path.Combine(folder, "packages.choice.props"));

    private async Task<BufferedCommandResult> RunAsync(string feed, params IReadOnlyList<string> arguments) =>
        await Run(folder, Path.Combine(folder, "sdk"), feed, arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    private void Write(string path, string content)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
