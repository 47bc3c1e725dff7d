using System.Collections.Concurrent;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>One compute node: answers requests to bid, queues what it was told to run, and runs as much at once as it has room for.</summary>
internal sealed class ComputeNode : IAsyncDisposable
{
    private static readonly string[] Engines = ["docker"];
    private static readonly string[] Publishers = ["noop", "local", "s3managed"];
    private static readonly string[] Sources = ["urldownload", "inline"];

    // Offered only where the operator allows some path.
    private static readonly string[] LocalSources = ["localdirectory", "local"];

    private readonly ComputeNodeParts parts;
    private readonly NodeResources capacity;
    private readonly Bidder bidder;
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentDictionary<string, ExecutionRun> runs = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly List<ExecutionRun> queue = [];
    private NodeResources used = NodeResources.None;
    private int running;
    private bool begun;

    public ComputeNode(string id, ComputeNodeParts parts)
    {
        ID = id;
        this.parts = parts;
        capacity = parts.Capacity;
        bidder = new Bidder(parts, capacity);
        Logs = new LogSlots(parts.Defects.OneLogStreamPerNode, parts.Timing, parts.Time);
    }

    public string ID { get; }

    /// <summary>Places for clients who read logs of this node.</summary>
    public LogSlots Logs { get; }

    /// <summary>Whether its process is gone. Its containers go on, but nobody hears of them.</summary>
    public bool HasVanished { get; private set; }

    /// <summary>Asks whether it can run an execution; it answers through its reports.</summary>
    public void AskForBid(Execution execution) => _ = BidAsync(execution);

    /// <summary>Tells it to go ahead with an execution it has bid for.</summary>
    public void Start(string executionId)
    {
        if (!runs.TryGetValue(executionId, out var run))
            return;
        lock (gate)
            queue.Add(run);
        _ = Task.Run(StartWhatFits);
    }

    public void Cancel(string executionId)
    {
        if (HasVanished || !runs.TryGetValue(executionId, out var run))
            return;
        lock (gate)
            queue.Remove(run);
        run.Cancel();
    }

    /// <summary>The log of an execution, or null when this node has never heard of it.</summary>
    public ExecutionLog? LogOf(string executionId) => runs.GetValueOrDefault(executionId)?.Log;

    public void Vanish() => HasVanished = true;

    public void Return()
    {
        HasVanished = false;
        foreach (var run in runs.Values)
            run.Cancel();
    }

    /// <summary>Its state at this moment.</summary>
    public ComputeNodeInfo Info()
    {
        lock (gate)
        {
            return new ComputeNodeInfo
            {
                ExecutionEngines = Engines,
                Publishers = Publishers,
                StorageSources = parts.Inputs.AllowsLocalPaths ? [.. Sources, .. LocalSources] : Sources,
                MaxCapacity = capacity,
                MaxJobRequirements = capacity,
                AvailableCapacity = capacity.Minus(used),
                QueueCapacity = queue.Aggregate(NodeResources.None, (sum, run) => sum.Plus(run.Resources)),
                RunningExecutions = running,
                EnqueuedExecutions = queue.Count,
            };
        }
    }

    public NodeInfo Describe(ComputeNodeInfo info)
    {
        var labels = new Dictionary<string, string>(parts.Labels)
        {
            ["name"] = ID,
            ["os_arch"] = MachineResources.Architecture,
            ["os_type"] = MachineResources.OperatingSystemName,
        };
        return new NodeInfo(
            ID, "Compute", labels.OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary(), ["bprotocol/v2", "ncl/v1"], info, ServerVersion.Info);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        HasVanished = true;
        Logs.Dispose();
        foreach (var run in runs.Values)
            await run.DisposeAsync();
        await parts.Publisher.DisposeAsync();
        ended.Dispose();
    }

    private async Task BidAsync(Execution execution)
    {
        await Task.Yield();
        if (HasVanished || bidder.NeverArrives(execution))
            return;
        try
        {
            var (resources, refusal) = await bidder.DecideAsync(execution, ended.Token);
            if (refusal is not null)
            {
                Report(reports => reports.BidRejected(execution.JobID, execution.ID, refusal));
                return;
            }

            runs[execution.ID] = new ExecutionRun(execution, resources!, parts);
            if (execution.Job.RunsEverywhere)
                Start(execution.ID);
            else
                Report(reports => reports.BidAccepted(execution.JobID, execution.ID));
        }
        catch (ComputeException exception)
        {
            Report(reports => reports.Failed(execution.JobID, execution.ID, exception.Failure));
        }
        catch (OperationCanceledException)
        {
            // The devnet has ended.
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or Docker.DotNet.DockerApiException)
        {
            Report(reports => reports.Failed(execution.JobID, execution.ID, ExecutionFailure.Plain(Topics.Scanning, exception.Message)));
        }
    }

    private void StartWhatFits()
    {
        var starting = new List<ExecutionRun>();
        lock (gate)
        {
            // In order: a large one at the head of the queue is not overtaken for ever by small ones.
            while (queue.Count > 0 && queue[0].Resources.Plus(used).FitsInto(capacity))
            {
                starting.Add(queue[0]);
                used = used.Plus(queue[0].Resources);
                running++;
                queue.RemoveAt(0);
            }
        }

        foreach (var run in starting)
            _ = RunAsync(run);
    }

    private async Task RunAsync(ExecutionRun run)
    {
        NoteFirstWork();
        using (parts.Activity.Begin())
        {
            var outcome = await run.RunAsync();
            if (outcome is not null)
                Report(outcome);
        }

        lock (gate)
        {
            used = used.Minus(run.Resources);
            running--;
        }

        StartWhatFits();
    }

    private void NoteFirstWork()
    {
        lock (gate)
        {
            if (begun)
                return;
            begun = true;
        }

        parts.BeganWork(this);
    }

    private void Report(Action<IComputeReports> report)
    {
        if (!HasVanished)
            report(parts.Reports);
    }
}
