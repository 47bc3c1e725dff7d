using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Scheduling;

/// <summary>
/// Brings a job nearer to what is asked for: stops what must not run, places what is missing, and says when the job is over. Runs
/// while the store is held; what the nodes have to do comes back as orders.
/// </summary>
internal sealed class Scheduler(NodeRanker ranker, NodeRegistry nodes)
{
    private const string StoppedForUpdate = "Execution stopped for job update";
    private const string StoppedWithJob = "Execution stop requested because job has been stopped";
    private const string StoppedByFailure = "Execution stopped due to job failure";
    private const string NodeDisappeared = "Execution stop requested because node has disappeared";

    /// <summary>Looks at one job.</summary>
    public NodeOrders Evaluate(JobRecord record, string evaluation, DateTimeOffset now)
    {
        var orders = new NodeOrders();
        var pass = new SchedulingPass(record, evaluation, now, orders);
        foreach (var outdated in Live(record).Where(execution => execution.JobVersion < record.Current.Version))
            pass.Stop(outdated, ComputeStates.Cancelled, StoppedForUpdate);
        if (!record.Current.IsTerminal)
        {
            foreach (var lost in Live(record).Where(execution => nodes.IsGivenUp(execution.NodeID)))
                pass.Stop(lost, ComputeStates.Failed, NodeDisappeared);
            if (record.Current.RunsEverywhere)
                PlaceEverywhere(pass);
            else
                PlacePartitions(pass);
        }

        if (record.Current.IsTerminal)
        {
            var reason = record.Current.State.StateType == "Failed" ? StoppedByFailure : StoppedWithJob;
            foreach (var live in Live(record).Where(execution => execution.ComputeState.StateType != ComputeStates.AskForBidAccepted))
                pass.Stop(live, ComputeStates.Cancelled, reason);
        }

        return orders;
    }

    private static List<Execution> Live(JobRecord record) => [.. record.Executions.Where(execution => !execution.IsTerminal)];

    private void PlacePartitions(SchedulingPass pass)
    {
        var record = pass.Record;
        var job = record.Current;
        var held = record.CurrentExecutions.Where(execution => !execution.IsDiscarded).ToList();
        if (job.Type == "batch" && held.Count(execution => execution.IsTerminal) >= job.Count)
        {
            pass.Complete();
            return;
        }

        var timeouts = job.Task.Timeouts;
        var age = pass.Now - record.SubmittedAt;
        if (job.Type == "batch" && timeouts.TotalTimeout > 0 && age >= TimeSpan.FromSeconds(timeouts.TotalTimeout))
        {
            TimeOut(pass, timeouts.TotalTimeout);
            return;
        }

        var missing = Enumerable.Range(0, job.Count).Except(held.Select(execution => execution.PartitionIndex)).ToList();
        if (missing.Count == 0 || ranker.Rank(record) is not { } ranking)
            return;
        if (ranking.Suitable.Count < missing.Count && age >= TimeSpan.FromSeconds(timeouts.QueueTimeout))
        {
            pass.Fail(Topics.Scheduling, ranking.NotEnough(missing.Count), ranking.Details(missing.Count));
            return;
        }

        foreach (var (partition, node) in missing.Zip(ranking.Suitable))
            pass.Place(node, partition);
        if (ranking.Suitable.Count >= missing.Count)
            return;
        pass.Orders.LookAgain = true;
        if (ranking.Suitable.Count == 0 && !held.Exists(execution => !execution.IsTerminal))
            pass.Queue(ranking.NotEnough(missing.Count));
    }

    // On the recorded nodes the scheduler asked for one more execution while the housekeeper ended the job: it is stopped at once.
    private void TimeOut(SchedulingPass pass, long seconds)
    {
        var anew = pass.Record.CurrentExecutions.Any(execution => execution.IsDiscarded) ? ranker.Rank(pass.Record)?.Suitable : null;
        pass.Fail(
            Topics.JobTimeout,
            $"Job timed out. Job took longer than {WireTime.Duration(seconds)}",
            new Dictionary<string, string>
            {
                ["FailsExecution"] = "true",
                ["Hint"] = "Increase the task timeout or allocate more resources",
                ["IsError"] = "true",
            });
        if (anew is [var node, ..])
            pass.Stop(pass.Place(node, partition: 0), ComputeStates.Cancelled, StoppedWithJob);
    }

    private void PlaceEverywhere(SchedulingPass pass)
    {
        var record = pass.Record;
        var executions = record.CurrentExecutions.ToList();
        if (record.Current.Type == "ops" && executions.Count > 0)
        {
            if (executions.Exists(execution => !execution.IsTerminal))
                return;
            if (executions.Exists(execution => execution.IsDiscarded))
                pass.Fail(Topics.Scheduling, "Job failed because one or more executions failed", details: null);
            else
                pass.Complete();
            return;
        }

        if (ranker.Rank(record) is not { } ranking)
            return;
        if (ranking.Suitable.Count > 0)
            pass.Run();
        else if (record.Current.Type == "ops")
        {
            pass.Fail(
                Topics.Scheduling,
                $"not matching nodes to run job out of {ranking.Available} available nodes.{ranking.Explanation}",
                new Dictionary<string, string> { ["IsError"] = "true", ["NodesAvailable"] = $"{ranking.Available}" });
        }

        foreach (var node in ranking.Suitable)
            pass.Place(node, partition: 0);
    }
}
