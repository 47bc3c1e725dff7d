using Survey.Experiments.Prerequisites;
using Survey.Tests;
using Xunit;

namespace Survey.Experiments.Tests.Prerequisites;

public sealed class PrerequisiteChecksTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("survey-tools-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task RunAsync_SaysHowToInstall_WhenAProgramIsMissing()
    {
        var npm = await CheckAsync("npm");

        Assert.Equal(PrerequisiteState.Replaced, npm.State);
        Assert.Contains("npm", npm.Fix);
    }

    [Fact]
    public async Task RunAsync_ShowsVersionAndPlace_WhenAProgramIsThere()
    {
        Install("npm", "echo 11.0.0");

        var npm = await CheckAsync("npm");

        Assert.Equal((PrerequisiteState.Found, $"11.0.0 ({Path.Combine(folder, "npm")})", null), (npm.State, npm.Detail, npm.Fix));
    }

    [Fact]
    public async Task RunAsync_SaysThatItDoesNotRun_WhenAProgramFails()
    {
        Install("npm", "exit 3");

        Assert.Contains("does not run", (await CheckAsync("npm")).Detail);
    }

    [Fact]
    public async Task RunAsync_NamesThePackageOfTheLinker_WhenThereIsNone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names are those of Debian.");

        var linker = await CheckAsync("linker for NativeAOT");

        Assert.Equal((PrerequisiteState.Replaced, "sudo apt-get install -y clang zlib1g-dev"), (linker.State, linker.Fix));
        Assert.Contains("trimmed", linker.Detail);
    }

    private async Task<Prerequisite> CheckAsync(string name) =>
        (await new PrerequisiteChecks(folder, folder).RunAsync(TestContext.Current.CancellationToken)).Single(check => check.Name == name);

    private void Install(string name, string body)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in program is a shell script.");
        var path = Path.Combine(folder, name);
        Executable.Write(path, $"#!/bin/sh\n{body}\n");
    }
}
