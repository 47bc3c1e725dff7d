using Cake.Frosting;
using CliWrap;
using Survey.Experiments;

namespace Survey.Build.Tasks;

/// <summary>Compares ours with its peers.</summary>
[TaskName("Benchmark")]
[TaskDescription("Compares ours with its peers, one line per figure; adds to tests/benchmarks/RESULTS.md.")]
[Argument("--only=a,b", "of training, inference, serving, image, start, render, rows, overhead")]
[Argument("--rounds=5", "interleaved runs of each")]
public sealed class BenchmarkTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        IEnumerable<string> Forwarded(string name) => context.Option(name) is { } value ? [$"--{name}", value] : [];

        var project = Path.Combine(Repository.Root, "tests", "benchmarks", "Survey.Benchmarks.csproj");
        await using var output = System.Console.OpenStandardOutput();
        await using var errors = System.Console.OpenStandardError();
        var result = await Cli.Wrap("dotnet")
            .WithArguments(
            [
                "run", "--project", project, "--configuration", "Release", "--verbosity", "quiet", "--",
                "--artifacts", context.Survey.Artifacts.Root, .. Forwarded("only"), .. Forwarded("rounds"),
            ])
            .WithWorkingDirectory(Repository.Root)
            .WithStandardOutputPipe(PipeTarget.ToStream(output, autoFlush: true))
            .WithStandardErrorPipe(PipeTarget.ToStream(errors, autoFlush: true))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(CancellationToken.None, cancellationToken);
        if (result.ExitCode != 0)
            throw new SurveyException(ExitCode.Error, $"The benchmarks ended with {result.ExitCode}: at least one could not be measured, see above.");
    }
}
