namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>Places for log streams: as many as come, or one per node where that defect is on.</summary>
internal sealed class LogSlots(bool onlyOne)
{
    private readonly SemaphoreSlim slot = new(1, 1);

    /// <summary>Waits for a place. With the defect, the wait ends only when the stream before it has ended.</summary>
    public Task TakeAsync(CancellationToken cancellationToken) => onlyOne ? slot.WaitAsync(cancellationToken) : Task.CompletedTask;

    public void Return()
    {
        if (onlyOne)
            slot.Release();
    }
}
