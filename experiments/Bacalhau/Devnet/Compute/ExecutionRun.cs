using Survey.Devnets.Bacalhau.Wire;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>One execution on its node: inputs, container, outputs, result.</summary>
internal sealed class ExecutionRun : IAsyncDisposable
{
    private readonly Execution execution;
    private readonly ComputeNodeParts parts;
    private readonly CancellationTokenSource cancelled = new();
    private readonly string folder;
    private Task<Action<IComputeReports>?>? task;

    public ExecutionRun(Execution execution, NodeResources resources, ComputeNodeParts parts)
    {
        this.execution = execution;
        this.parts = parts;
        Resources = resources;
        folder = Path.Combine(parts.Folder, "executions", execution.ID);
    }

    /// <summary>What is set aside for it.</summary>
    public NodeResources Resources { get; }

    public ExecutionLog Log { get; } = new();

    public void Cancel()
    {
        Log.End(cancelled: true);
        cancelled.Cancel();
    }

    /// <summary>Runs it to its end. The answer is what to report; null when it was cancelled.</summary>
    public Task<Action<IComputeReports>?> RunAsync() => task = RunWithinTimeAsync();

    public async ValueTask DisposeAsync()
    {
        await cancelled.CancelAsync();
        Log.End();
        if (task is not null)
            await task;
        cancelled.Dispose();
    }

    private async Task<Action<IComputeReports>?> RunWithinTimeAsync()
    {
        var seconds = Limit();
        using var timer = seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds / 1000
            ? new CancellationTokenSource(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000)), parts.Time)
            : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled.Token, timer.Token);
        try
        {
            var (output, published) = await ExecuteAsync(either.Token);
            return reports => reports.Completed(execution.JobID, execution.ID, output, published);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return Failed(ExecutionFailure.Plain(Topics.Running, $"Execution timed out after {WireTime.Duration(seconds)}"));
        }
        catch (ComputeException) when (cancelled.IsCancellationRequested)
        {
            return null;
        }
        catch (ComputeException exception)
        {
            return Failed(exception.Failure);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException or Docker.DotNet.DockerApiException)
        {
            return Failed(ExecutionFailure.Plain(Topics.Running, exception.Message));
        }
        finally
        {
            Log.End();
        }
    }

    private Action<IComputeReports> Failed(ExecutionFailure failure) => reports => reports.Failed(execution.JobID, execution.ID, failure);

    // Long-running jobs know no timeout.
    private long Limit()
    {
        var timeouts = execution.Job.Task.Timeouts;
        return execution.Job.IsLongRunning ? 0 : timeouts.ExecutionTimeout > 0 ? timeouts.ExecutionTimeout : timeouts.TotalTimeout;
    }

    private async Task<(RunOutput Output, PublishedResult Published)> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (parts.Faults.Strikes(parts.Faults.Plan.FailedWork))
            throw new ComputeException(ExecutionFailure.Plain(Topics.Running, "failed to start container: the devnet was asked for failing work"));
        var job = execution.Job;
        var results = new ResultFolder(folder);
        var ports = TakePorts(job);
        try
        {
            var inputs = await parts.Inputs.PrepareAsync(job.Task, Path.Combine(folder, "inputs"), cancellationToken);
            var order = Order(inputs, results.Prepare(job.Task), ports);
            using var capture = new OutputCapture(results.Path, Log);
            await parts.Images.EnsureLocalAsync(order.Image, cancellationToken);
            var exit = await RunWorkAsync(order with { Output = capture.Take }, cancellationToken);
            if (exit.OutOfMemory)
                throw new ComputeException(ExecutionFailure.Plain(Topics.Running, "memory limit exceeded"));
            var output = capture.Finish(exit.ExitCode);
            if (parts.Lies())
                LyingProvider.Change(results.Path);
            return (output, await PublishAsync(job.Task, results.Path, cancellationToken));
        }
        finally
        {
            parts.Ports.Return(ports.Select(port => port.Bound.HostPort));
            results.Delete();
        }
    }

    private async Task<WorkExit> RunWorkAsync(WorkOrder order, CancellationToken cancellationToken)
    {
        var isProcess = parts.Runner.Kind == IsolationKind.Process;
        try
        {
            if (isProcess)
                ContainerWords.CheckOrder(order);
            await using var work = await parts.Runner.StartAsync(order, cancellationToken);
            return await work.Completion.WaitAsync(cancellationToken);
        }
        catch (WorkStartException exception)
        {
            var prefix = exception.Created ? "failed to start container: failed to start container: " : "creating container: ";
            var words = isProcess && exception.Created ? ContainerWords.OfStart(exception) : exception.Message;
            throw new ComputeException(ExecutionFailure.Plain(Topics.Running, prefix + words));
        }
    }

    private List<(PortMapping Port, WorkPort Bound)> TakePorts(Job job)
    {
        var taken = new List<(PortMapping, WorkPort)>();
        foreach (var port in job.Task.Network.Ports ?? [])
        {
            if (parts.Ports.Take(port.Static) is { } host)
            {
                taken.Add((port, new WorkPort(host, port.Target > 0 ? port.Target : host)));
                continue;
            }

            parts.Ports.Return(taken.Select(one => one.Item2.HostPort));
            throw new ComputeException(ExecutionFailure.Plain(Topics.Running, $"preparing arguments: port {port.Static} is already in use"));
        }

        return taken;
    }

    private WorkOrder Order(
        IReadOnlyList<WorkMount> inputs, IReadOnlyList<WorkMount> outputs, IReadOnlyList<(PortMapping Port, WorkPort Bound)> ports)
    {
        var job = execution.Job;
        var docker = DockerParams.Read(job.Task.Engine!);
        var node = $"bacalhau-{execution.NodeID}";
        return new WorkOrder
        {
            Name = $"bacalhau-{node}-{job.ID}-{execution.ID}-executor",
            Image = docker.Image,
            Entrypoint = docker.Entrypoint,
            Arguments = docker.Parameters,
            Environment = parts.Environment.Build(execution, docker, ports),
            WorkingDirectory = docker.WorkingDirectory.Length > 0 ? docker.WorkingDirectory : null,
            Mounts = [.. inputs, .. outputs],
            Cpu = Resources.CPU > 0 ? Resources.CPU : null,
            MemoryBytes = Resources.Memory > 0 ? (long)Resources.Memory : null,
            Network = job.Task.Network.Type switch
            {
                "None" => WorkNetwork.None,
                var type when NetworkTypes.IsHost(type) => WorkNetwork.Host,
                _ => WorkNetwork.Bridge,
            },
            Ports = [.. ports.Select(port => port.Bound)],
            Labels = new Dictionary<string, string>
            {
                ["bacalhau-executor"] = node,
                ["bacalhau-jobID"] = node + job.ID,
                ["bacalhau-executionID"] = node + execution.ID,
            },
        };
    }

    private async Task<PublishedResult> PublishAsync(JobTask job, string results, CancellationToken cancellationToken)
    {
        if (execution.Job.IsLongRunning || job.Publisher is not { Type.Length: > 0 } publisher || publisher.Is("noop"))
            return new PublishedResult("");
        if (!publisher.Is("local"))
            throw new ComputeException(ExecutionFailure.Plain(Topics.Publishing, "failed to get pre-signed URL for managed S3 publisher"));
        await ResultArchive.WriteAsync(results, parts.Publisher.PathOf(execution.ID), cancellationToken);
        var url = parts.Publisher.UrlOf(execution.ID);
        return new PublishedResult("urlDownload", new Dictionary<string, string> { ["URL"] = url });
    }
}
