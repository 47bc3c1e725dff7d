namespace Survey.Experiments.Running;

/// <summary>Who holds an artifacts folder.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Host">The machine it runs on.</param>
/// <param name="Since">When it took the lock, UTC.</param>
public sealed record LockHolder(int ProcessId, string Host, DateTime Since)
{
    /// <inheritdoc/>
    public override string ToString() => $"process {ProcessId} on {Host} since {Since:yyyy-MM-dd HH:mm:ss}Z";
}
