using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>Stops jobs and proves that none of their executions runs any more. The records of ended jobs stay: the API deletes none.</summary>
internal sealed class JobTeardown(BacalhauClient client, TimeProvider time)
{
    /// <summary>Name of the property with the address of a service, which must no longer answer.</summary>
    public const string ServiceProperty = "service";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<TeardownProof> RunAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
    {
        var proofs = new List<ResourceProof>();
        foreach (var resource in resources.Reverse())
            proofs.Add(await StopAsync(resource, cancellationToken));
        return new TeardownProof(proofs, []);
    }

    private async Task<ResourceProof> StopAsync(Resource resource, CancellationToken cancellationToken)
    {
        var text = resource.Id ?? resource.Name;
        if (await client.StopAsync(text, "the survey is done with it", cancellationToken) is not { } stopped)
            return new ResourceProof(resource, ResourceFate.Gone, $"The orchestrator knows no job '{text}'.");
        var start = time.GetTimestamp();
        while (true)
        {
            var (job, executions) = await client.DescribeAsync(stopped.ID, cancellationToken) is { } found ? found : ((JobItem?)null, []);
            var isOver = job is null or { IsTerminal: true };
            var running = executions.Count(execution => !execution.IsTerminal && !(isOver && execution.IsOnlyOffered));
            if (isOver && running == 0 && !await AnswersAsync(resource, cancellationToken))
            {
                return new ResourceProof(
                    resource with { Id = stopped.ID },
                    ResourceFate.Remains,
                    $"The job {stopped.ID} is {job?.State.StateType ?? "gone"} and none of its {executions.Count} executions runs; its record stays, the API deletes none.");
            }

            if (time.GetElapsedTime(start) > Patience)
            {
                return new ResourceProof(
                    resource with { Id = stopped.ID },
                    ResourceFate.Residue,
                    $"The job {stopped.ID} is {job?.State.StateType} with {running} running executions after {Patience.TotalSeconds:0} seconds: stop it with 'bacalhau job stop {stopped.ID}'.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (!resource.Properties.TryGetValue(ServiceProperty, out var text) || !Uri.TryCreate(text, UriKind.Absolute, out var service))
            return false;
        using var socket = new System.Net.Sockets.TcpClient();
        try
        {
            await socket.ConnectAsync(service.Host, service.Port, cancellationToken);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
