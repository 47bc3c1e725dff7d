using System.Runtime.InteropServices;
using Survey.Experiments;

namespace Survey.Build;

/// <summary>
/// Turns SIGINT and SIGTERM into cancellation, because Cake runs neither Finally nor Teardown on signals. A second signal within five
/// seconds gives up waiting for teardowns; what they leave stands in the journal.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private static readonly TimeSpan SecondSignal = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource giveUp = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private long first;

    public CancellationToken Token => source.Token;

    /// <summary>Ends the waiting for teardowns as well.</summary>
    public CancellationToken GiveUp => giveUp.Token;

    /// <summary>The exit code that says which signal came; null when none did.</summary>
    public ExitCode? ExitCode { get; private set; }

    public void Listen()
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Handle(signal, Survey.Experiments.ExitCode.Interrupted)));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Handle(signal, Survey.Experiments.ExitCode.Terminated)));
    }

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        source.Dispose();
        giveUp.Dispose();
    }

    private void Handle(PosixSignalContext signal, ExitCode exitCode)
    {
        signal.Cancel = true;
        if (ExitCode is not null)
        {
            if (TimeProvider.System.GetElapsedTime(first) < SecondSignal)
                giveUp.Cancel();
            return;
        }

        ExitCode = exitCode;
        first = TimeProvider.System.GetTimestamp();
        source.Cancel();
    }
}
