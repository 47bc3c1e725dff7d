namespace Survey.Devnets.Bacalhau;

/// <summary>Defects of the real 1.9.3 that a client must never run into. Off unless a test wants to see that.</summary>
public sealed record BacalhauDefects
{
    /// <summary>No defect.</summary>
    public static BacalhauDefects None { get; } = new();

    /// <summary>All of them.</summary>
    public static BacalhauDefects All { get; } = new() { RerunLocksStore = true, LargeJobsStayPending = true, OneLogStreamPerNode = true };

    /// <summary>A rerun of an unknown job or version leaves the store locked: every later write ends in a timeout.</summary>
    public bool RerunLocksStore { get; init; }

    /// <summary>A job above 1 MiB is accepted and stays pending for ever.</summary>
    public bool LargeJobsStayPending { get; init; }

    /// <summary>A node serves one log stream at a time; one whose job was stopped, or whose client vanished, holds the place.</summary>
    public bool OneLogStreamPerNode { get; init; }
}
