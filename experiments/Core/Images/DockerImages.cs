using Docker.DotNet;

namespace Survey.Experiments.Images;

/// <summary>Looks images up in the local engine.</summary>
/// <param name="client">The engine.</param>
public sealed class DockerImages(IDockerClient client)
{
    /// <summary>The image behind a reference, or null when the engine does not have it.</summary>
    public async Task<BuiltImage?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            var image = await client.Images.InspectImageAsync(reference, cancellationToken);
            return new(image.ID, image.Size);
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>An image that the engine has.</summary>
/// <param name="Id">The engine's id, <c>sha256:...</c>. Not the same for two builds of the same content.</param>
/// <param name="Bytes">Unpacked size, base included.</param>
public sealed record BuiltImage(string Id, long Bytes);
