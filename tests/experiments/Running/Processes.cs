using CliWrap;

namespace Survey.Experiments.Tests.Running;

/// <summary>Programs that are started and not listened to.</summary>
internal static class Processes
{
    // What they say is read, although nobody wants it: a closed pipe ends a program that is written in Go.
    public static Task Start(string program, IReadOnlyList<string> arguments, CancellationToken ending) =>
        Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStream(Stream.Null)).WithStandardErrorPipe(PipeTarget.ToStream(Stream.Null))
            .ExecuteAsync(ending).Task;
}
