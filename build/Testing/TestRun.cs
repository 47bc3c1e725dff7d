using System.Globalization;
using CliWrap;
using Survey.Experiments;

namespace Survey.Build.Testing;

/// <summary>Runs the test projects with <c>dotnet test</c> and adds up what they report.</summary>
internal sealed class TestRun(string repository, string results, string? suite, string? share)
{
    // "No test ran" is how a project without long tests answers.
    private const string ZeroTests = "8";

    // Set by a build server for all of them, or with --share for one run.
    private const string ShareVariable = "SURVEY_SOAK_SHARE";

    public async Task<TestTally> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (suite is not (null or "soak"))
            throw new SurveyException(ExitCode.MissingPrerequisite, $"There is no suite '{suite}'. Leave --suite out, or use --suite=soak.");
        if (share is not null && !(double.TryParse(share, CultureInfo.InvariantCulture, out var part) && part is > 0 and <= 1))
            throw new SurveyException(ExitCode.MissingPrerequisite, $"--share is '{share}'; expected a number above 0 and at most 1, for example 0.1.");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        Directory.CreateDirectory(results);

        await using var output = Console.OpenStandardOutput();
        var command = await Cli.Wrap("dotnet")
            .WithArguments(
            [
                "test", "--solution", Path.Combine(repository, "survey.slnx"), "--configuration", "Release", "--no-ansi",
                // One after another: two that start in the same microsecond would write their results to one file.
                "--max-parallel-test-modules", "1",
                // Most tests wait for processes and networks: twice as many as there are processors share them well.
                "--max-threads", "2x",
                "--results-directory", results, "--report-xunit-ctrf", "--ignore-exit-code", ZeroTests,
                suite is null ? "--filter-not-trait" : "--filter-trait", "Category=Soak",
            ])
            .WithEnvironmentVariables(share is null ? new Dictionary<string, string?>() : new Dictionary<string, string?> { [ShareVariable] = share })
            .WithStandardOutputPipe(PipeTarget.ToStream(output, autoFlush: true))
            .WithStandardErrorPipe(PipeTarget.ToStream(output, autoFlush: true))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellationToken);
        var projects = Directory.EnumerateFiles(Path.Combine(repository, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Count();
        return TestTally.Read(results, projects, command.ExitCode);
    }
}
