using System.ComponentModel;
using System.Text;
using CliWrap;
using CliWrap.Exceptions;
using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Command;

/// <summary>Runs the tools of steps: argument lists only, bounded output, the process tree is ended when a limit ends the step.</summary>
internal sealed class CommandTransport(StepTemplates templates, StepSecrets secrets, int mostBytes = StepAnswer.MaxBytes) : IStepTransport<CommandStep>
{
    /// <inheritdoc/>
    public async Task<StepAnswer> SendAsync(CommandStep step, ScriptObject variables, CancellationToken cancellationToken)
    {
        var arguments = Arguments(step, variables);
        var output = new BoundedStream(step, mostBytes);
        var errors = new BoundedStream(step, mostBytes);
        var command = Cli.Wrap(arguments[0])
            .WithArguments(arguments.Skip(1))
            .WithWorkingDirectory(Folder(step, variables))
            .WithEnvironmentVariables(step.Environment.ToDictionary(entry => entry.Key, entry => (string?)secrets.Reveal(templates.Text(entry.Value, variables))))
            .WithStandardInputPipe(step.Stdin is null ? PipeSource.Null : PipeSource.FromString(secrets.Reveal(templates.Text(step.Stdin, variables))))
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithStandardErrorPipe(PipeTarget.ToStream(errors))
            .WithValidation(CommandResultValidation.None);
        try
        {
            var result = await command.ExecuteAsync(cancellationToken);
            var said = result.ExitCode == 0 ? output : errors.Length > 0 ? errors : output;
            return new StepAnswer(
                result.ExitCode,
                result.ExitCode == 0,
                new Dictionary<string, string> { ["stderr"] = Encoding.UTF8.GetString(errors.ToArray()) },
                said.ToArray(),
                $"'{string.Join(' ', arguments.Take(3))}' ended with {result.ExitCode}");
        }
        catch (Exception error) when (error is Win32Exception or CliWrapException)
        {
            throw StepException.Of(step, NetworkErrorKind.Rejected, $"'{arguments[0]}' could not be started: {error.Message} Install it, or correct its name.", error);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string[] Arguments(CommandStep step, ScriptObject variables)
    {
        var arguments = step.Run.Select(argument => templates.Text(argument, variables)).ToArray();
        if (arguments.Length == 0 || arguments[0].Length == 0)
            throw StepException.Of(step, NetworkErrorKind.Rejected, "'run' is empty. Name the program first.");
        return arguments.Any(StepSecrets.IsForged)
            ? throw StepException.Of(step, NetworkErrorKind.Rejected, "a secret may not stand on a command line, where every user of the machine can read it. Use 'environment' or 'stdin'.")
            : arguments;
    }

    private string Folder(CommandStep step, ScriptObject variables) => step.WorkingFolder is not null
        ? templates.Text(step.WorkingFolder, variables)
        : variables["folder"] as string ?? Directory.GetCurrentDirectory();

    private sealed class BoundedStream(CommandStep step, int mostBytes) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            Check(count);
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Check(buffer.Length);
            base.Write(buffer);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        private void Check(int count)
        {
            if (Length + count > mostBytes)
                throw StepException.Of(step, NetworkErrorKind.Untrustworthy, $"the tool printed more than {mostBytes >> 20} MiB, the most a step takes.");
        }
    }
}
