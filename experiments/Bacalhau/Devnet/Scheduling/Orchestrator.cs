using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Scheduling;

/// <summary>Takes what clients ask for and what nodes report, and has each job looked at again afterwards.</summary>
internal sealed class Orchestrator : IComputeReports, IDisposable
{
    private readonly JobStore store;
    private readonly NodeRegistry nodes;
    private readonly Scheduler scheduler;
    private readonly BacalhauTiming timing;
    private readonly BacalhauDefects defects;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource ended = new();

    public Orchestrator(
        JobStore store, NodeRegistry nodes, BacalhauTiming timing, BacalhauDefects defects, TimeProvider time, NodeRanker ranker)
    {
        this.store = store;
        this.nodes = nodes;
        this.timing = timing;
        this.defects = defects;
        this.time = time;
        scheduler = new Scheduler(ranker, nodes);
        nodes.Lost += LookAtJobsOf;
        nodes.Joined += LookAtWaitingJobs;
    }

    /// <summary>A new job, or a new version of the one that has this name.</summary>
    public async Task<(string JobId, string Evaluation)> SubmitAsync(Job job, bool force, CancellationToken cancellationToken)
    {
        var id = await store.WriteAsync(write => Put(write, job, force), cancellationToken);
        return (id, Look(id, timing.Placement));
    }

    public async Task<string> StopAsync(string text, string? jobNamespace, string reason, CancellationToken cancellationToken)
    {
        var id = await store.WriteAsync(write => Stop(write, write.Find(text, jobNamespace), reason), cancellationToken);
        return id is null ? "" : Look(id);
    }

    /// <summary>Runs a version again, as a new version.</summary>
    public async Task<(string JobId, ulong Version, string Evaluation)> RerunAsync(
        string text, string? jobNamespace, ulong version, CancellationToken cancellationToken)
    {
        try
        {
            var (id, made) = await store.WriteAsync(write => Rerun(write, text, jobNamespace, version), cancellationToken);
            return (id, made, Look(id));
        }
        catch (ApiException unknown) when (unknown.Status == 404)
        {
            if (defects.RerunLocksStore)
                await store.LockForeverAsync();
            throw ApiException.Store(unknown.Message);
        }
    }

    public void BidAccepted(string jobId, string executionId) => Report(jobId, executionId, (record, now) =>
    {
        record.ChangeExecution(executionId, now, execution => execution with { ComputeState = new ExecutionState(ComputeStates.AskForBidAccepted) });
        if (record.Current.IsTerminal)
            return; // Stopped in this moment: the real server leaves the execution so for ever.
        new SchedulingPass(record, "", now, new NodeOrders()).Run();
        var approved = record.ChangeExecution(executionId, now, execution => execution with
        {
            DesiredState = new ExecutionState(DesiredStates.Running, "Running"),
            ComputeState = new ExecutionState(ComputeStates.BidAccepted, "Running"),
        });
        record.Note(now, Topics.Execution, "Running", executionId);
        nodes.Node(approved.NodeID)?.Start(executionId);
    });

    public void BidRejected(string jobId, string executionId, string reason) => Report(jobId, executionId, (record, now) =>
    {
        var message = $"rejected bid: {reason}";
        record.ChangeExecution(executionId, now, execution => execution with
        {
            DesiredState = new ExecutionState(DesiredStates.Stopped, "bid rejected"),
            ComputeState = new ExecutionState(ComputeStates.AskForBidRejected, message),
        });
        record.Note(now, Topics.Scanning, message, executionId);
    });

    public void Failed(string jobId, string executionId, ExecutionFailure failure) => Report(jobId, executionId, (record, now) =>
    {
        record.ChangeExecution(executionId, now, execution => execution with
        {
            DesiredState = new ExecutionState(DesiredStates.Stopped, "execution failed"),
            ComputeState = new ExecutionState(ComputeStates.Failed, failure.Message),
        });
        record.Note(now, failure.Topic, failure.Message, executionId, failure.Details);
    });

    public void Completed(string jobId, string executionId, RunOutput output, PublishedResult published) =>
        Report(jobId, executionId, (record, now) =>
        {
            const string Unexpected = "execution completed unexpectedly";
            record.ChangeExecution(executionId, now, execution => record.Current.IsLongRunning
                ? execution with
                {
                    DesiredState = new ExecutionState(DesiredStates.Stopped, Unexpected),
                    ComputeState = new ExecutionState(ComputeStates.Failed, Unexpected),
                    RunOutput = output,
                }
                : execution with
                {
                    DesiredState = new ExecutionState(DesiredStates.Stopped, "execution completed"),

                    // An empty new message keeps the old one: a completed execution goes on saying "Running".
                    ComputeState = new ExecutionState(ComputeStates.Completed, execution.ComputeState.Message),
                    RunOutput = output,
                    PublishedResult = published,
                });
            record.Note(now, Topics.Execution, "Completed successfully", executionId);
        });

    public void Dispose()
    {
        nodes.Lost -= LookAtJobsOf;
        nodes.Joined -= LookAtWaitingJobs;
        ended.Cancel();
        ended.Dispose();
    }

    private static string Put(JobStore write, Job job, bool force)
    {
        var name = job.Name.Length > 0 ? job.Name : null;
        if (name is not null && write.ByName(name, job.Namespace) is { } known)
            return Update(write, known, job, force);
        var id = job.ID.Length > 0 ? job.ID : $"j-{Guid.NewGuid()}";
        var nanoseconds = WireTime.Nanoseconds(write.Now);
        var made = job with
        {
            ID = id,
            Name = name ?? id,
            Version = 1,
            Revision = 1,
            CreateTime = nanoseconds,
            ModifyTime = nanoseconds,
        };
        JobValidator.CheckStored(made);
        if (write.TryGet(id, out _))
            throw new ApiException(409, $"job already exists: {id}", "ResourceInUse", "JobStore");
        var record = write.Add(made);
        record.SubmittedAt = write.Now;
        record.Note(write.Now, Topics.Submission, "Job submitted");
        return id;
    }

    private static string Update(JobStore write, JobRecord record, Job job, bool force)
    {
        var old = record.Current;
        JobValidator.CheckStored(job with { ID = old.ID });
        if (!force && JobDiff.AreSame(old, job))
        {
            throw ApiException.Conflict(
                $"no changes detected for new job spec. Job Name: '{old.Name}', Job Id: '{old.ID}'",
                "Use the --force flag to override this warning");
        }

        AddVersion(write, record, old with
        {
            Priority = job.Priority,
            Count = job.Count,
            Constraints = job.Constraints,
            Meta = job.Meta,
            Labels = job.Labels,
            Tasks = job.Tasks,
            State = new JobState("Pending", "Job update requested by user"),
        });
        record.Note(write.Now, Topics.Submission, "Job updated");
        return old.ID;
    }

    private static (string JobId, ulong Version) Rerun(JobStore write, string text, string? jobNamespace, ulong version)
    {
        var record = write.Find(text, jobNamespace);
        var source = version == 0
            ? record.Current
            : record.Versions.Find(candidate => candidate.Version == version)
                ?? throw ApiException.NotFound($"job version {version} not found for job {record.ID}");
        if (record.Current.State.StateType is "Pending" or "Queued")
        {
            throw ApiException.Conflict(
                $"cannot rerun job in state {record.Current.State.StateType}", "try to use the job run command instead of the job rerun command");
        }

        AddVersion(write, record, source with
        {
            Version = record.Current.Version,
            Revision = record.Current.Revision,
            State = new JobState("Pending"),
        });
        record.Note(write.Now, Topics.Submission, "Job rerun requested", details: new Dictionary<string, string> { ["Reason"] = "job rerun" });
        return (record.ID, record.Current.Version);
    }

    private static void AddVersion(JobStore write, JobRecord record, Job job)
    {
        record.Versions.Add(job with
        {
            Version = record.Current.Version + 1,
            Revision = record.Current.Revision + 1,
            ModifyTime = WireTime.Nanoseconds(write.Now),
        });
        record.SubmittedAt = write.Now;
    }

    private static string? Stop(JobStore write, JobRecord record, string reason)
    {
        switch (record.Current.State.StateType)
        {
            case "Stopped":
                return null;
            case "Completed":
                throw ApiException.Conflict("cannot stop job in state Completed");
            case "Failed":
                throw new ApiException(
                    500, $"job {record.ID} is in terminal state Failed and cannot transition to Stopped", "ConflictJobState", "JobStore");
            default:
                record.Change(write.Now, job => job with { State = new JobState("Stopped", reason.Length > 0 ? reason : null) });
                record.Note(
                    write.Now,
                    Topics.Scheduling,
                    "Job requested to stop before completion",
                    details: new Dictionary<string, string> { ["Reason"] = reason });
                return record.ID;
        }
    }

    private void Report(string jobId, string executionId, Action<JobRecord, DateTimeOffset> change) => _ = ReportAsync(jobId, executionId, change);

    private async Task ReportAsync(string jobId, string executionId, Action<JobRecord, DateTimeOffset> change)
    {
        try
        {
            var counted = await store.WriteAsync(
                write =>
                {
                    // What a node says of an execution that was given up or stopped meanwhile no longer counts.
                    if (!write.TryGet(jobId, out var record) || record.Executions.Find(known => known.ID == executionId) is not { IsTerminal: false })
                        return false;
                    change(record, write.Now);
                    return true;
                },
                ended.Token);
            if (counted)
                Look(jobId);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The devnet has ended.
        }
    }

    /// <summary>Has the job looked at soon; the answer is the evaluation's id.</summary>
    private string Look(string jobId, TimeSpan delay = default)
    {
        var evaluation = Guid.NewGuid().ToString();
        _ = LookAsync(jobId, evaluation, delay);
        return evaluation;
    }

    private async Task LookAsync(string jobId, string evaluation, TimeSpan delay)
    {
        try
        {
            await Task.Yield();
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, time, ended.Token);
            var orders = await store.WriteAsync(
                write => write.TryGet(jobId, out var record) ? scheduler.Evaluate(record, evaluation, write.Now) : new NodeOrders(), ended.Token);
            foreach (var (nodeId, executionId) in orders.End)
                nodes.Node(nodeId)?.Cancel(executionId);
            foreach (var (node, execution) in orders.Begin)
                node.AskForBid(execution);
            if (orders.LookAgain)
                Look(jobId, timing.QueueBackoff);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The devnet has ended.
        }
    }

    private void LookAtJobsOf(string nodeId) => LookAt(record => record.Executions.Exists(execution => execution.NodeID == nodeId && !execution.IsTerminal));

    private void LookAtWaitingJobs() => LookAt(record => record.Current is { IsTerminal: false } job && (job.Type == "daemon" || job.State.StateType == "Queued"));

    private void LookAt(Func<JobRecord, bool> which)
    {
        foreach (var id in store.Read(read => read.All.Where(which).Select(record => record.ID).ToList()))
            Look(id);
    }
}
