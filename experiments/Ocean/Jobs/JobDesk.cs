using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Node;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>Starts, watches and stops jobs.</summary>
internal sealed class JobDesk(OceanContext context)
{
    private const int StartAttempts = 6;

    /// <summary>
    /// Starts a job, once. An answer that is lost on the way is made up for by looking for the job's mark; a node that is busy with other jobs
    /// is asked until limits.start is over.
    /// </summary>
    public async Task<(string FullId, NodeJob Job)> StartAsync(JobPlan plan, System.Text.Json.Nodes.JsonObject body, CancellationToken cancellationToken)
    {
        var began = context.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var started = await context.Client.StartAsync(context.ConsumerAccount, body, plan.Options.Free, cancellationToken);
                return (FullId(plan.Environment, started), started);
            }
            catch (NetworkException exception) when (exception.Kind == NetworkErrorKind.Transient
                && (exception is NodeRefusedException { Refusal: NodeRefusal.Busy } ? context.Time.GetElapsedTime(began) < plan.Run.Spec.Limits.Start : attempt < StartAttempts))
            {
                if (await FindAsync(context.Consumer.Address, plan.Run.RunId, plan.Attempt, cancellationToken) is { } found)
                    return (FullId(plan.Environment, found), found);
                await Task.Delay(exception.RetryAfter ?? context.Poll, context.Time, cancellationToken);
            }
        }
    }

    /// <summary>The job with a mark; null when there is none.</summary>
    public async Task<NodeJob?> FindAsync(string owner, string runId, string attempt, CancellationToken cancellationToken) =>
        (await context.Client.GetJobsAsync(owner, cancellationToken)).FirstOrDefault(job => job.Run == runId && job.Attempt == attempt);

    /// <summary>Watches a job until a condition holds, and tells each look at it.</summary>
    /// <exception cref="NetworkException">The node forgot the job, or the time is over.</exception>
    public async Task<NodeJob> WaitAsync(string fullId, Func<NodeJob, bool> fulfils, TimeSpan patience, Action<NodeJob> look, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        while (true)
        {
            var job = await context.Client.FindJobAsync(fullId, cancellationToken)
                ?? throw new NetworkException(NetworkErrorKind.Failed, $"The ocean-node no longer knows job {fullId}.") { RemoteId = fullId };
            look(job);
            if (fulfils(job))
                return job;
            if (context.Time.GetElapsedTime(started) > patience)
                throw new NetworkException(NetworkErrorKind.Failed, $"Job {fullId} is still '{job.StatusText.Trim()}' ({job.Status}) after {patience.TotalSeconds:0} s.") { RemoteId = fullId };
            await Task.Delay(context.Poll, context.Time, cancellationToken);
        }
    }

    /// <summary>
    /// Stops a job and waits until it is over. A stop that reaches version 3.2.0 before the container has a start time is answered and
    /// forgotten, so it is said again until the node remembers it.
    /// </summary>
    public async Task<NodeJob> StopAsync(NodeAccount owner, string fullId, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        while (true)
        {
            var job = await context.Client.FindJobAsync(fullId, cancellationToken)
                ?? throw new NetworkException(NetworkErrorKind.Failed, $"The ocean-node does not know job {fullId}.") { RemoteId = fullId };
            if (job.IsOver)
                return job;
            if (!job.StopRequested)
                await context.Client.StopAsync(owner, fullId, cancellationToken);
            if (context.Time.GetElapsedTime(started) > patience)
                throw new NetworkException(NetworkErrorKind.Failed, $"Job {fullId} was told to stop and is still '{job.StatusText.Trim()}' after {patience.TotalSeconds:0} s.") { RemoteId = fullId };
            await Task.Delay(context.Poll, context.Time, cancellationToken);
        }
    }

    // Start gives the id with its cluster, lists give it bare; every other call wants it with the cluster.
    private static string FullId(EnvironmentOffer environment, NodeJob job) => $"{environment.ClusterHash}-{job.BareId}";
}
