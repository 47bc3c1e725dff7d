using System.Diagnostics;

namespace Survey.Worker;

/// <summary>The worker's own clock readings, in nanoseconds since 1970 UTC, so that a caller can split start-up from work.</summary>
internal sealed class Stamps(TimeProvider clock, long programStart)
{
    private long firstAnswer;

    /// <summary>When the kernel started the process; its resolution is 10 ms on Linux.</summary>
    public long ProcessStart { get; } = KernelStart(programStart);

    /// <summary>When the first statement of the program ran.</summary>
    public long ProgramStart { get; } = programStart;

    public long? ModelLoaded { get; private set; }

    public long? FirstAnswer => Interlocked.Read(ref firstAnswer) is var value && value == 0 ? null : value;

    public long? Done { get; private set; }

    public static long Now(TimeProvider clock) => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public void MarkModelLoaded() => ModelLoaded = Now(clock);

    public void MarkFirstAnswer()
    {
        if (Interlocked.Read(ref firstAnswer) == 0)
            Interlocked.CompareExchange(ref firstAnswer, Now(clock), 0);
    }

    public void MarkDone() => Done = Now(clock);

    private static long KernelStart(long programStart)
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or IOException or System.ComponentModel.Win32Exception)
        {
            // A sandbox without /proc: the first statement is the earliest moment known.
            return programStart;
        }
    }
}
