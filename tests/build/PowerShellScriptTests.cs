using System.Runtime.Versioning;
using CliWrap;

namespace Survey.Build.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class PowerShellScriptTests() : BuildScriptTests("build.ps1")
{
    private static readonly string? Shell = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "pwsh")).FirstOrDefault(File.Exists);

    protected override Command Run(string folder, string sdk, string feed, IReadOnlyList<string> arguments)
    {
        Assert.SkipWhen(Shell is null, "PowerShell is not on the PATH; it is there as a .NET tool: dotnet tool install --global PowerShell");

        // PowerShell as a .NET tool is started by the real SDK: ours comes to the front of the PATH only inside.
        var command = $"$env:PATH = {Quoted(sdk)} + ':' + $env:PATH; & {Quoted(Path.Combine(folder, "build.ps1"))} {string.Join(' ', arguments.Select(Quoted))}; exit $LASTEXITCODE";
        return Cli.Wrap(Shell!).WithArguments(["-NoProfile", "-NonInteractive", "-Command", command])
            .WithEnvironmentVariables(variables => variables.Set("FEED", feed).Set("POWERSHELL_TELEMETRY_OPTOUT", "1").Set("POWERSHELL_UPDATECHECK", "Off"));
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
