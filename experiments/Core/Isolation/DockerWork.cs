using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Survey.Experiments.Isolation;

internal sealed class DockerWork : IRunningWork
{
    private readonly DockerClient client;
    private readonly string id;

    private DockerWork(DockerClient client, string id, MultiplexedStream stream, WorkOrder order)
    {
        this.client = client;
        this.id = id;
        Completion = CompleteAsync(stream, order);
    }

    public Task<WorkExit> Completion { get; }

    public static async Task<DockerWork> StartAsync(DockerClient client, string id, WorkOrder order, CancellationToken cancellationToken)
    {
        // Attached before the start, so that the first bytes are not lost.
        var stream = await client.Containers.AttachContainerAsync(
            id, tty: false, new ContainerAttachParameters { Stream = true, Stdout = true, Stderr = true }, cancellationToken);
        try
        {
            await client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        return new DockerWork(client, id, stream, order);
    }

    public async Task KillAsync()
    {
        try
        {
            await client.Containers.KillContainerAsync(id, new ContainerKillParameters());
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Over already.
        }
    }

    public async ValueTask DisposeAsync() => await RemoveAsync(client, id);

    public static async Task RemoveAsync(DockerClient client, string id)
    {
        try
        {
            await client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone, or somebody else is removing it.
        }
    }

    private async Task<WorkExit> CompleteAsync(MultiplexedStream stream, WorkOrder order)
    {
        // Asked beside the reading: the answer is there as soon as the output has ended.
        var exited = client.Containers.WaitContainerAsync(id);
        using (stream)
            await CopyAsync(stream, order);
        var exit = await exited;
        var state = (await client.Containers.InspectContainerAsync(id)).State;
        return new WorkExit(exit.StatusCode, state.OOMKilled);
    }

    private static async Task CopyAsync(MultiplexedStream stream, WorkOrder order)
    {
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var read = await stream.ReadOutputAsync(buffer, 0, buffer.Length, CancellationToken.None);
            if (read.EOF)
                return;
            var from = read.Target == MultiplexedStream.TargetStream.StandardError ? WorkStream.Error : WorkStream.Output;
            order.Output(from, buffer.AsMemory(0, read.Count));
        }
    }
}
