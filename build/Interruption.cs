using System.Runtime.InteropServices;
using Survey.Experiments;

namespace Survey.Build;

/// <summary>
/// Turns SIGINT and SIGTERM into cancellation, because Cake runs neither Finally nor Teardown on signals. Two signals within five seconds
/// give up waiting for teardowns; what they leave stands in the journal.
/// </summary>
internal sealed class Interruption(TextWriter console, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private static readonly TimeSpan SecondSignal = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource giveUp = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Lock gate = new();
    private long last;

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
        Handle(exitCode);
    }

    internal void Handle(ExitCode exitCode)
    {
        bool isSecond;
        // Each signal comes on a thread of its own.
        lock (gate)
        {
            isSecond = ExitCode is not null && time.GetElapsedTime(last) < SecondSignal;
            last = time.GetTimestamp();
            ExitCode ??= exitCode;
            console.WriteLine(isSecond
                ? "No longer waiting: --target=Sweep removes what is left."
                : $"Stopping; what was created is removed first. A second signal within {SecondSignal.TotalSeconds:0} s ends the waiting.");
        }

        source.Cancel();
        if (isSecond)
            giveUp.Cancel();
    }
}
