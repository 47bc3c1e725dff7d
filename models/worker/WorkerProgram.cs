using System.CommandLine;
using System.Runtime.InteropServices;
using Survey.Worker.Batch;
using Survey.Worker.Serving;
using Survey.Worker.Sources;

namespace Survey.Worker;

/// <summary>Wires the commands to the outside world and turns every failure into one sentence and an exit code.</summary>
internal static class WorkerProgram
{
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(string[] arguments, Stamps stamps, TimeProvider clock)
    {
        using var stopping = new CancellationTokenSource();
        var signalled = ExitCode.Done;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Interrupted));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated));
        try
        {
            Telemetry.TurnOff();
            return await InvokeAsync(arguments, stamps, clock, stopping.Token);
        }
        catch (WorkerException exception)
        {
            await Console.Error.WriteLineAsync($"worker: {exception.Message}");
            return (int)exception.ExitCode;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("worker: stopped before it was done; nothing was written.");
            return (int)signalled;
        }

        void Stop(PosixSignalContext context, ExitCode exitCode)
        {
            context.Cancel = true;
            signalled = exitCode;
            stopping.Cancel();
        }
    }

    private static async Task<int> InvokeAsync(string[] arguments, Stamps stamps, TimeProvider clock, CancellationToken stopping)
    {
        using var http = new HttpClient { Timeout = FetchTimeout };
        var reader = new SourceReader(http, SourceReader.DefaultMaximumBytes);
        var commands = new CommandLine(
            (options, cancellationToken) => new BatchCommand(reader, clock, stamps, Console.Error).RunAsync(options, cancellationToken),
            (options, cancellationToken) => new ServeCommand(reader, stamps, Console.Out, Console.Error).RunAsync(options, cancellationToken));
        var parsed = commands.Build().Parse(arguments);

        // Signals are ours: the library would end the process two seconds after SIGTERM, whatever is still being answered.
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stopping);
        return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : exitCode;
    }
}
