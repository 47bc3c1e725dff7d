using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Scheduling;

/// <summary>One look at one job: the changes it makes, each with its line of history.</summary>
internal sealed record SchedulingPass(JobRecord Record, string Evaluation, DateTimeOffset Now, NodeOrders Orders)
{
    public Execution Place(ComputeNode node, int partition)
    {
        var job = Record.Current;

        // Executions of one pass are made one after the other.
        var nanoseconds = WireTime.Nanoseconds(Now) + Orders.Begin.Count;
        var execution = new Execution
        {
            ID = $"e-{Guid.NewGuid()}",
            Namespace = job.Namespace,
            EvalID = Evaluation,
            NodeID = node.ID,
            JobID = job.ID,
            Job = job,
            JobVersion = job.Version,
            PartitionIndex = partition,
            DesiredState = new ExecutionState(job.RunsEverywhere ? DesiredStates.Running : DesiredStates.Pending),
            CreateTime = nanoseconds,
            ModifyTime = nanoseconds,
        };
        Record.Executions.Add(execution);
        Record.Note(
            Now,
            Topics.Scheduling,
            $"Requested execution on {NodeRanker.Short(node.ID)}",
            execution.ID,
            new Dictionary<string, string> { ["NodeID"] = node.ID });
        Orders.Begin.Add((node, execution));
        return execution;
    }

    public void Stop(Execution execution, int state, string reason)
    {
        Record.ChangeExecution(execution.ID, Now, old => old with
        {
            DesiredState = new ExecutionState(DesiredStates.Stopped, reason),
            ComputeState = new ExecutionState(state, reason),
        });
        Record.Note(Now, Topics.Scheduling, reason, execution.ID);
        Orders.Begin.RemoveAll(order => order.Execution.ID == execution.ID);
        Orders.End.Add((execution.NodeID, execution.ID));
    }

    public void Run()
    {
        if (Record.Current.State.StateType == "Running")
            return;
        Record.Change(Now, job => job with { State = new JobState("Running") });
        Record.Note(Now, Topics.StateUpdate, "Running", details: new Dictionary<string, string> { ["NewState"] = "Running" });
    }

    public void Complete()
    {
        Record.Change(Now, job => job with { State = new JobState("Completed") });
        Record.Note(Now, Topics.StateUpdate, "Completed", details: new Dictionary<string, string> { ["NewState"] = "Completed" });
    }

    public void Fail(string topic, string message, IReadOnlyDictionary<string, string>? details)
    {
        Record.Change(Now, job => job with { State = new JobState("Failed", message) });
        Record.Note(Now, topic, message, details: details);
    }

    public void Queue(string reason)
    {
        if (Record.Current.State.StateType == "Queued")
            return;
        var message = $"Job queued. {reason}";
        Record.Change(Now, job => job with { State = new JobState("Queued", message) });
        Record.Note(Now, Topics.Queueing, message);
    }
}

/// <summary>What the nodes have to do after a look at a job.</summary>
internal sealed class NodeOrders
{
    public List<(ComputeNode Node, Execution Execution)> Begin { get; } = [];
    public List<(string NodeId, string ExecutionId)> End { get; } = [];

    /// <summary>Whether the job waits for nodes and is to be looked at again later.</summary>
    public bool LookAgain { get; set; }
}
