using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Docker;

/// <summary>Finds and removes containers of a run at the engine itself.</summary>
internal sealed class DockerLeftovers(IDockerClient client, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // A create request whose sender was killed may still be on its way through the engine when its name is looked up.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public async Task<ResourceProof> RemoveAsync(Resource resource, CancellationToken cancellationToken)
    {
        var key = resource.Id ?? resource.Name;
        if (resource.Id is null && !await AppearsAsync(resource.Name, cancellationToken))
            return new ResourceProof(resource, ResourceFate.Gone, $"The engine knows no container named '{resource.Name}'.");
        try
        {
            await client.Containers.RemoveContainerAsync(key, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
        }
        catch (DockerApiException answer) when (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone, or being removed: the engine is asked below.
        }

        while (await ExistsAsync(key, cancellationToken))
            await Task.Delay(Poll, time, cancellationToken);
        return new ResourceProof(resource, ResourceFate.Gone, $"The engine answered 'no such container' to an inspection of '{key}'.");
    }

    public async Task<IReadOnlyList<Resource>> FindAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<string, bool> { [$"{DockerNames.RunLabel}={scope.RunId}"] = true };
        if (scope.Experiment is { } experiment)
            labels[$"{DockerNames.ExperimentLabel}={experiment}"] = true;
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels };
        var found = await client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, cancellationToken);
        return
        [
            .. found.Select(container => new Resource(
                DockerNames.Container, container.Names.FirstOrDefault()?.TrimStart('/') ?? container.ID, container.ID, new Dictionary<string, string>())),
        ];
    }

    private async Task<bool> AppearsAsync(string name, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!await ExistsAsync(name, cancellationToken))
        {
            if (time.GetElapsedTime(began) > Settle)
                return false;
            await Task.Delay(Poll, time, cancellationToken);
        }

        return true;
    }

    private async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await client.Containers.InspectContainerAsync(key, cancellationToken);
            return true;
        }
        catch (DockerApiException answer) when (answer.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (DockerApiException answer)
        {
            throw new NetworkException(NetworkErrorKind.Transient, $"The engine could not inspect '{key}': {DockerWorkRunner.Words(answer)}.", answer);
        }
    }
}
