using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Scheduling;

/// <summary>One node in the registry.</summary>
internal sealed class NodeEntry(ComputeNode node, DateTimeOffset now)
{
    private DateTimeOffset connectedSince = now;
    private DateTimeOffset? disconnectedSince;
    private DateTimeOffset lastHeartbeat = now;
    private DateTimeOffset lastInfo = now;
    private string? lastError;
    private ComputeNodeInfo info = node.Info();

    public ComputeNode Node { get; } = node;
    public string Membership { get; set; } = "APPROVED";
    public bool Deleted { get; set; }
    public bool GivenUp { get; set; }

    public bool IsAvailable => disconnectedSince is null && !Deleted && Membership == "APPROVED";

    public void Connect(DateTimeOffset now)
    {
        Deleted = false;
        GivenUp = false;
        connectedSince = lastHeartbeat = lastInfo = now;
        disconnectedSince = null;
        lastError = null;
        info = Node.Info();
    }

    public void Disconnect(DateTimeOffset now, string reason)
    {
        disconnectedSince ??= now;
        lastError = reason;
        info = info with { AvailableCapacity = NodeResources.None, QueueCapacity = NodeResources.None };
    }

    /// <summary>What is known of it: load as of its last heartbeat, counts as of its last full report.</summary>
    public NodeState State(DateTimeOffset now, BacalhauTiming timing)
    {
        if (disconnectedSince is null && !Node.HasVanished)
            Listen(now, timing);
        var status = disconnectedSince is null ? "CONNECTED" : "DISCONNECTED";
        return new NodeState(Node.Describe(info), Membership, status, new ConnectionState
        {
            Status = status,
            LastHeartbeat = WireTime.Text(lastHeartbeat),
            ConnectedSince = WireTime.Text(connectedSince),
            DisconnectedSince = disconnectedSince is { } since ? WireTime.Text(since) : WireTime.Never,
            LastError = lastError,
        });
    }

    private void Listen(DateTimeOffset now, BacalhauTiming timing)
    {
        if (now - lastHeartbeat < timing.Heartbeat)
            return;
        lastHeartbeat = now;
        var live = Node.Info();
        info = info with { AvailableCapacity = live.AvailableCapacity, QueueCapacity = live.QueueCapacity };
        if (now - lastInfo < timing.InfoUpdate)
            return;
        lastInfo = now;
        info = live;
    }
}
