namespace Survey.Experiments.Isolation;

/// <summary>Runs work, in containers or as plain processes.</summary>
public interface IWorkRunner : IAsyncDisposable
{
    /// <summary>How it isolates.</summary>
    IsolationKind Kind { get; }

    /// <summary>Starts a piece of work. It is running, or over, when the task is done.</summary>
    /// <exception cref="WorkStartException">It could not be created or started.</exception>
    Task<IRunningWork> StartAsync(WorkOrder order, CancellationToken cancellationToken);
}

/// <summary>Work under way. Disposing it ends it and removes what is left of it.</summary>
public interface IRunningWork : IAsyncDisposable
{
    /// <summary>Done when the work is over and everything it printed was handed on.</summary>
    Task<WorkExit> Completion { get; }

    /// <summary>Ends it at once.</summary>
    Task KillAsync();
}

/// <summary>How work ended.</summary>
/// <param name="ExitCode">Exit code of the first process; 128 and more for a signal.</param>
/// <param name="OutOfMemory">Whether it, or a child of it, was ended for using too much memory.</param>
public sealed record WorkExit(long ExitCode, bool OutOfMemory);

/// <summary>Work that could not be created or started.</summary>
/// <param name="created">Whether it was created, so that only its start failed.</param>
/// <param name="message">The engine's own words.</param>
/// <param name="innerException">The cause.</param>
public sealed class WorkStartException(bool created, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether it was created, so that only its start failed.</summary>
    public bool Created { get; } = created;
}

/// <summary>How work is isolated.</summary>
public enum IsolationKind
{
    /// <summary>Docker when an engine answers, otherwise a plain process.</summary>
    Auto,

    /// <summary>A container.</summary>
    Docker,

    /// <summary>A child process with the mount paths in its arguments and environment rewritten.</summary>
    Process,
}
