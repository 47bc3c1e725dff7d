namespace Survey.Devnets.Bacalhau;

/// <summary>Delays of a real node, as recorded. Tests scale them down.</summary>
public sealed record BacalhauTiming
{
    /// <summary>Longest a request may take; then it is answered with 503.</summary>
    public TimeSpan HandlerLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a queued job is looked at again.</summary>
    public TimeSpan QueueBackoff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a node reports its free capacity.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a node reports the rest of its state.</summary>
    public TimeSpan InfoUpdate { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From the sudden end of a node to its being shown as disconnected.</summary>
    public TimeSpan Disconnect { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>From its being shown as disconnected to the failure of its executions.</summary>
    public TimeSpan ExecutionLoss { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From approval, or from deletion, to a node being connected again.</summary>
    public TimeSpan Reconnect { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From the start of a node's process, after it had ended, to its being connected.</summary>
    public TimeSpan Restart { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest a log stream waits for the first line of a container.</summary>
    public TimeSpan LogWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a node asks whether its log streams are still wanted; only with the defect of one stream per node.</summary>
    public TimeSpan LogHeartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A log stream asked for within this time before a heartbeat ends the one that is open.</summary>
    public TimeSpan RecentLog { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From a submission to the job being placed. The devnet's own work takes about as long as the real node's 3 ms.</summary>
    public TimeSpan Placement { get; init; }

    /// <summary>Waits between attempts to reach the server of a URL input.</summary>
    public TimeSpan DownloadRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>All delays times a factor.</summary>
    public BacalhauTiming Scaled(double factor) => new()
    {
        HandlerLimit = HandlerLimit * factor,
        QueueBackoff = QueueBackoff * factor,
        Heartbeat = Heartbeat * factor,
        InfoUpdate = InfoUpdate * factor,
        Disconnect = Disconnect * factor,
        ExecutionLoss = ExecutionLoss * factor,
        Reconnect = Reconnect * factor,
        Restart = Restart * factor,
        LogWait = LogWait * factor,
        LogHeartbeat = LogHeartbeat * factor,
        RecentLog = RecentLog * factor,
        Placement = Placement * factor,
        DownloadRetry = DownloadRetry * factor,
    };
}
