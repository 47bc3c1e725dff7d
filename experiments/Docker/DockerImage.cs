using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Experiments.Isolation;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Docker;

/// <summary>Makes sure that the engine has an image.</summary>
internal sealed class DockerImage(IDockerClient client, TimeProvider time)
{
    /// <summary>Pulls the image unless it is there; returns how long that took, or why there is nothing to tell.</summary>
    public async Task<Clocks> EnsureAsync(string image, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(image, cancellationToken))
            return Clocks.None.Without(Clocks.Pull, "the image was built on this machine");
        var began = time.GetTimestamp();
        try
        {
            await client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = image }, null, new Progress<JSONMessage>(), cancellationToken);
        }
        catch (DockerApiException answer)
        {
            throw new NetworkException(NetworkErrorKind.Rejected, $"The image '{image}' is not on this machine and cannot be pulled ({DockerWorkRunner.Words(answer)}): run --target=Containerize.", answer);
        }

        return Clocks.None.With(Clocks.Pull, time.GetElapsedTime(began));
    }

    private async Task<bool> IsThereAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            await client.Images.InspectImageAsync(image, cancellationToken);
            return true;
        }
        catch (DockerApiException answer) when (answer.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
