using System.Runtime.InteropServices;
using Survey.Experiments;

namespace Survey.Build;

/// <summary>
/// Turns SIGINT and SIGTERM into cancellation, because Cake runs neither Finally nor Teardown on signals. A second signal ends the
/// process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public CancellationToken Token => source.Token;

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
    }

    private void Handle(PosixSignalContext signal, ExitCode exitCode)
    {
        if (ExitCode is not null)
            return;
        ExitCode = exitCode;
        signal.Cancel = true;
        source.Cancel();
    }
}
