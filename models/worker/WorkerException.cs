namespace Survey.Worker;

/// <summary>A failure the caller can do something about: one sentence and the exit code that belongs to it.</summary>
internal sealed class WorkerException(ExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode ExitCode { get; } = exitCode;
}
