using System.Collections.Concurrent;
using Survey.Devnets.Ocean.Storage;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>How fast the engine goes; the real node takes 2 s for each step.</summary>
/// <param name="Tick">Time from one state to the next.</param>
/// <param name="KillAfter">Time between the polite and the impolite end of a container; the real engine waits 10 s.</param>
internal sealed record EngineTiming(TimeSpan Tick, TimeSpan KillAfter);

/// <summary>Runs jobs, each through the node's states.</summary>
internal sealed class JobEngine(
    IWorkRunner runner, Images images, FileObjects files, Buckets buckets, string storage, EngineTiming timing, OceanSwitches switches,
    FaultInjector faults, DevnetActivity activity, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (ComputeJob Job, Task Run)> jobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JobFiles> folders = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource ending = new();
    private volatile FaultPlan? lostUnder;

    /// <summary>Whether the node, with its engine and all containers, is away: as long as the plan is in force that made it vanish at work.</summary>
    public bool IsLost => ReferenceEquals(lostUnder, faults.Plan);

    public IReadOnlyList<ComputeJob> Jobs => [.. jobs.Values.Select(entry => entry.Job).OrderBy(job => job.Created)];

    public ComputeJob? Find(string bareId) => jobs.TryGetValue(bareId, out var entry) ? entry.Job : null;

    /// <summary>Takes a job; it runs on its own from here.</summary>
    public void Start(ComputeJob job) => jobs[job.BareId] = (job, RunAsync(job, activity.Begin()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(jobs.Values.Select(entry => entry.Run)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (job, _) in jobs.Values)
            Folder(job).Delete();
        await images.RemoveBuiltAsync();
        ending.Dispose();
    }

    private async Task RunAsync(ComputeJob job, IDisposable work)
    {
        using (work)
        {
            try
            {
                await StepsAsync(job, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The devnet ends; so does the job.
            }
            finally
            {
                job.Log.Close();
                job.Finished ??= time.GetUtcNow();
            }
        }
    }

    private async Task StepsAsync(ComputeJob job, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (faults.Strikes(faults.Plan.StuckWork))
            await UntilStoppedAsync(job, cancellationToken);
        var image = job.StopRequested ? null : await ImageAsync(job, cancellationToken);
        if (image is null)
        {
            job.Status = job.StopRequested ? JobStatus.Settling : job.Status is JobStatus.BuildingImage ? JobStatus.BuildFailed : JobStatus.PullFailed;
            return;
        }
        await EnterAsync(job, JobStatus.ConfiguringVolumes, cancellationToken);
        var folder = Folder(job);
        folder.Create();
        await EnterAsync(job, JobStatus.ProvisioningData, cancellationToken);
        if (!await folder.ProvisionAsync(cancellationToken))
        {
            job.Results.Set(JobResults.AlgorithmLog, []);
            job.Status = JobStatus.DataProvisioningFailed;
            return;
        }
        await EnterAsync(job, JobStatus.Running, cancellationToken);
        if (switches.LostStop)
            job.StopRequested = false;
        if (!await WorkAsync(job, folder, image, cancellationToken))
            return;
        await EnterAsync(job, JobStatus.PublishingResults, cancellationToken);
        if (faults.Plan.LyingNodes > 0)
            folder.Falsify();
        job.Results.Set(JobResults.AlgorithmLog, job.Log.ToArray());
        job.Results.Set(JobResults.Output, await folder.PackAsync(cancellationToken));
        folder.Delete();
        job.Finished = time.GetUtcNow();
        job.Status = JobStatus.Settling;
    }

    private async Task EnterAsync(ComputeJob job, JobStatus status, CancellationToken cancellationToken)
    {
        job.Status = status;
        do
            await Task.Delay(timing.Tick, time, cancellationToken);
        while (IsLost);
    }

    private async Task<string?> ImageAsync(ComputeJob job, CancellationToken cancellationToken)
    {
        var builds = job.Request.Image.Dockerfile is not null;
        job.BuildStart = builds ? time.GetUtcNow() : null;
        var image = await images.FetchAsync(job, cancellationToken);
        job.BuildStop = builds ? time.GetUtcNow() : null;
        return image;
    }

    /// <summary>Runs the algorithm to its end; false when it could not be started.</summary>
    private async Task<bool> WorkAsync(ComputeJob job, JobFiles folder, string image, CancellationToken cancellationToken)
    {
        job.AlgorithmStart = time.GetUtcNow();
        if (faults.Strikes(faults.Plan.FailedWork))
        {
            (job.AlgorithmStop, job.ExitCode, job.OutOfMemory) = (time.GetUtcNow(), 1, false);
            job.Log.Close();
            return true;
        }
        try
        {
            await using var work = await runner.StartAsync(Order(job, folder, image), cancellationToken);
            if (faults.Plan is { LostNodes: > 0 } plan)
                lostUnder = plan;
            var exit = await WatchAsync(job, work, cancellationToken);
            (job.ExitCode, job.OutOfMemory) = (exit.ExitCode, exit.OutOfMemory);
        }
        catch (WorkStartException exception)
        {
            job.Results.Set(JobResults.AlgorithmLog, System.Text.Encoding.UTF8.GetBytes(exception.Message));
            job.Status = JobStatus.AlgorithmStartFailed;
            return false;
        }
        job.AlgorithmStop = time.GetUtcNow();
        job.Log.Close();
        return true;
    }

    private async Task<WorkExit> WatchAsync(ComputeJob job, IRunningWork work, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + TimeSpan.FromSeconds(job.Request.MaxSeconds);
        while (true)
        {
            if (await Task.WhenAny(work.Completion, Task.Delay(timing.Tick / 4, time, cancellationToken)) == work.Completion)
            {
                var exit = await work.Completion;
                // What it did went with the machine.
                return IsLost ? exit with { ExitCode = 137 } : exit;
            }
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsLost && !job.StopRequested && time.GetUtcNow() < deadline)
                continue;
            await Task.WhenAny(work.Completion, Task.Delay(timing.KillAfter, time, cancellationToken));
            await work.KillAsync();
            return await work.Completion with { ExitCode = 137 };
        }
    }

    private async Task UntilStoppedAsync(ComputeJob job, CancellationToken cancellationToken)
    {
        while (!job.StopRequested)
            await Task.Delay(timing.Tick, time, cancellationToken);
    }

    private JobFiles Folder(ComputeJob job) => folders.GetOrAdd(job.BareId, _ => new JobFiles(storage, job, files, buckets));

    // A plain process has another working directory than a container; only an absolute path is rewritten for it.
    private WorkOrder Order(ComputeJob job, JobFiles folder, string image) => new()
    {
        Name = $"{job.BareId}-algoritm",
        Image = image,
        Entrypoint = job.Request.Entrypoint.Replace("$ALGO", runner.Kind == IsolationKind.Process ? "/data/transformations/algorithm" : "data/transformations/algorithm", StringComparison.Ordinal).Split(' '),
        Environment = job.Request.Environment,
        User = "1000:1000",
        Mounts = folder.Mounts,
        Cpu = job.Amount("cpu"),
        MemoryBytes = (long)job.Amount("ram") << 30,
        Network = WorkNetwork.None,
        Confined = true,
        Output = (stream, text) => job.Log.Append(stream, text.Span),
    };
}
