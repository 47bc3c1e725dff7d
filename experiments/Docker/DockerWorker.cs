using System.Globalization;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Docker;

/// <summary>Starts workers of the baseline with their journal lines around them.</summary>
internal sealed class DockerWorker(IWorkRunner runner, ExperimentRun run)
{
    /// <summary>What the worker prints.</summary>
    public LogTail Log { get; } = new();

    /// <summary>The resource, once it is there.</summary>
    public Resource? Resource { get; private set; }

    public async Task<IRunningWork> StartAsync(WorkOrder order, CancellationToken cancellationToken)
    {
        var kind = runner.Kind is IsolationKind.Docker ? DockerNames.Container : DockerNames.Process;
        var resource = new Resource(kind, order.Name, null, new Dictionary<string, string>());
        var ticket = await run.Journal.IntendAsync(resource, cancellationToken);
        try
        {
            return await runner.StartAsync(
                order with
                {
                    Output = Log.Take,
                    Created = id =>
                    {
                        Resource = resource with { Id = id };
                        return run.Journal.CreatedAsync(ticket, Resource, cancellationToken);
                    },
                },
                cancellationToken);
        }
        catch (WorkStartException refused)
        {
            throw new NetworkException(KindOf(refused), $"The worker '{order.Image}' could not be started: {refused.Message.TrimEnd('.')}.", refused)
            {
                RemoteId = Resource?.Id,
            };
        }
    }

    /// <summary>Waits for a worker that runs to its end; tells exit codes, memory and time apart.</summary>
    public async Task CompleteAsync(IRunningWork work, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (FailureOf(await work.Completion.WaitAsync(either.Token)) is { } failure)
                throw failure;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await work.KillAsync();
            throw Failed($"The worker was ended after {limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s, the limit (limits.run).");
        }
    }

    /// <summary>Why the worker did not end well; null when it did.</summary>
    public NetworkException? FailureOf(WorkExit exit) => exit switch
    {
        { OutOfMemory: true } => Failed($"The worker ran out of its {run.Spec.Resources.MemoryMiB} MiB of memory: raise resources.memoryMiB."),
        { ExitCode: not 0 } => Failed($"The worker ended with exit code {exit.ExitCode}: {Log.LastLine ?? "it printed nothing"}"),
        _ => null,
    };

    /// <summary>The engine says the first of a port that it gave away itself, the second of one that another program has.</summary>
    private static NetworkErrorKind KindOf(WorkStartException refused) =>
        refused.Message.Contains("port is already allocated", StringComparison.Ordinal) || refused.Message.Contains("address already in use", StringComparison.Ordinal)
            ? NetworkErrorKind.Transient
            : NetworkErrorKind.Rejected;

    private NetworkException Failed(string message) => new(NetworkErrorKind.Failed, message) { RemoteId = Resource?.Id };
}
