using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Scheduling;

/// <summary>The nodes as the orchestrator knows them. It learns of their load only with their heartbeats.</summary>
internal sealed class NodeRegistry(BacalhauTiming timing, TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<NodeEntry> entries = [];
    private readonly CancellationTokenSource ended = new();

    /// <summary>Raised when the executions of a node are to be given up.</summary>
    public event Action<string>? Lost;

    /// <summary>Raised when a node can be given work again.</summary>
    public event Action? Joined;

    public void Add(ComputeNode node, string membership)
    {
        lock (gate)
            entries.Add(new NodeEntry(node, time.GetUtcNow()) { Membership = membership });
        if (membership == "APPROVED")
            Joined?.Invoke();
    }

    public IReadOnlyList<NodeState> States()
    {
        lock (gate)
            return [.. entries.Where(entry => !entry.Deleted).Select(entry => entry.State(time.GetUtcNow(), timing))];
    }

    /// <summary>The nodes that can be given work, with what the orchestrator believes of them.</summary>
    public IReadOnlyList<(ComputeNode Node, NodeState State)> Available()
    {
        lock (gate)
        {
            return [.. entries.Where(entry => entry.IsAvailable).Select(entry => (entry.Node, entry.State(time.GetUtcNow(), timing)))];
        }
    }

    public ComputeNode? Node(string id)
    {
        lock (gate)
            return entries.Find(entry => entry.Node.ID == id)?.Node;
    }

    /// <summary>Whether executions of the node still count.</summary>
    public bool IsGivenUp(string id)
    {
        lock (gate)
            return entries.Find(entry => entry.Node.ID == id) is not { GivenUp: false };
    }

    public NodeState Find(string text)
    {
        lock (gate)
            return FindEntry(text).State(time.GetUtcNow(), timing);
    }

    public void Approve(string text)
    {
        var (entry, isConnected) = Locked(() =>
        {
            var found = FindEntry(text);
            if (found.Membership == "APPROVED")
                throw Conflict(found, "already approved");

            // One that only waited for approval is connected; one that was rejected comes back by itself after a while.
            var waited = found.Membership == "PENDING";
            found.Membership = "APPROVED";
            return (found, waited);
        });
        if (isConnected)
            Joined?.Invoke();
        else
            Later(timing.Reconnect, () => Connect(entry));
    }

    public void Reject(string text)
    {
        var entry = Locked(() =>
        {
            var found = FindEntry(text);
            if (found.Membership == "REJECTED")
                throw Conflict(found, "already rejected");
            found.Membership = "REJECTED";
            return found;
        });
        Disconnect(entry, "node rejected");
    }

    /// <summary>A deleted node registers again by itself after a while.</summary>
    public void Delete(string text)
    {
        var entry = Locked(() =>
        {
            var found = FindEntry(text);
            found.Deleted = true;
            return found;
        });
        GiveUp(entry);
        Later(timing.Reconnect, () => Connect(entry));
    }

    /// <summary>The node's process ends: killed, so that only its silence shows it, or with a farewell.</summary>
    public void End(string id, bool gracefully)
    {
        var entry = Locked(() => FindEntry(id));
        entry.Node.Vanish();
        if (gracefully)
            Disconnect(entry, "graceful shutdown");
        else
            Later(timing.Disconnect, () => Disconnect(entry, "heartbeat timeout"));
    }

    /// <summary>The node's process starts again.</summary>
    public void Restart(string id)
    {
        var entry = Locked(() => FindEntry(id));
        entry.Node.Return();
        Later(timing.Restart, () => Connect(entry));
    }

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
    }

    private void Disconnect(NodeEntry entry, string reason)
    {
        lock (gate)
            entry.Disconnect(time.GetUtcNow(), reason);
        Later(timing.ExecutionLoss, () => GiveUp(entry));
    }

    private void GiveUp(NodeEntry entry)
    {
        lock (gate)
        {
            if (entry.IsAvailable)
                return; // It came back in time.
            entry.GivenUp = true;
        }

        Lost?.Invoke(entry.Node.ID);
    }

    private void Connect(NodeEntry entry)
    {
        lock (gate)
        {
            if (entry.Membership != "APPROVED")
                return;
            entry.Connect(time.GetUtcNow());
        }

        Joined?.Invoke();
    }

    private void Later(TimeSpan delay, Action action) => _ = LaterAsync(delay, action);

    private async Task LaterAsync(TimeSpan delay, Action action)
    {
        try
        {
            await Task.Delay(delay, time, ended.Token);
            action();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The devnet has ended.
        }
    }

    private T Locked<T>(Func<T> action)
    {
        lock (gate)
            return action();
    }

    private NodeEntry FindEntry(string text)
    {
        var known = entries.Where(entry => !entry.Deleted).ToList();
        if (known.Find(entry => entry.Node.ID == text) is { } exact)
            return exact;
        var matches = text.StartsWith("n-", StringComparison.Ordinal)
            ? known.Where(entry => entry.Node.ID.StartsWith(text, StringComparison.Ordinal)).ToList()
            : [];
        return matches.Count switch
        {
            1 => matches[0],
            0 => throw new ApiException(404, $"node not found: {text}", "NotFound", "NodesManager"),
            _ => throw new ApiException(
                409,
                $"multiple nodes found for prefix: {text}, matching IDs: [{string.Join(' ', matches.Select(entry => entry.Node.ID).Order(StringComparer.Ordinal))}]",
                "MultipleNodesFound",
                "NodesManager")
            {
                Hint = "Use a more specific node ID prefix",
            },
        };
    }

    private static ApiException Conflict(NodeEntry entry, string what) =>
        new(409, $"node {entry.Node.ID} {what}", "ConflictNodeState", "NodesManager");
}
