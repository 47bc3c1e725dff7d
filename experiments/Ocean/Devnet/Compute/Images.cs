using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Globalization;
using System.Net;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Devnets.Ocean.Http;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>Gets the image of a job: known to the devnet, pulled from a registry on localhost, or built from a Dockerfile.</summary>
internal sealed class Images(IWorkRunner runner, ImageRegistry registry, HttpClient http)
{
    private readonly ConcurrentBag<string> built = [];

    /// <summary>Removes what was built for jobs.</summary>
    public async Task RemoveBuiltAsync()
    {
        if (runner is not DockerWorkRunner docker)
            return;
        foreach (var tag in built)
        {
            try
            {
                await docker.Client.Images.DeleteImageAsync(tag, new ImageDeleteParameters { Force = true });
            }
            catch (DockerApiException)
            {
                // Somebody has removed it before, or uses it: then it is his.
            }
        }
    }

    /// <summary>Checks before a job starts that its image exists.</summary>
    /// <exception cref="Refusal">It does not.</exception>
    public async Task DemandAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (image.Dockerfile is not null || registry.Find(image.Reference) is not null || await IsLocalAsync(image.Reference, cancellationToken))
            return;
        if (await ManifestErrorAsync(image, cancellationToken) is not null)
            throw new Refusal(500, $"Cannot find image {image.Reference} for x86_64. Maybe it does not exist or it's build for other arhitectures.");
    }

    /// <summary>What the registry says against the image; null when it is there.</summary>
    public async Task<string?> ManifestErrorAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (registry.Find(image.Reference) is not null || await IsLocalAsync(image.Reference, cancellationToken))
            return null;
        // Like the real node: plain HTTP only for hosts called localhost. Others cannot be asked from here.
        if (image.RegistryHost is not { } host || !host.Contains("localhost", StringComparison.Ordinal))
            return "fetch failed";
        var version = image.Checksum.Length > 0 ? image.Checksum : image.Tag.Length > 0 ? image.Tag : "latest";
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}/v2/{image.Repository}/manifests/{version}");
            request.Headers.TryAddWithoutValidation("Accept", "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json");
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? null
                : $"Failed to get manifest: {(int)response.StatusCode} {response.ReasonPhrase} - {await response.Content.ReadAsStringAsync(cancellationToken)}";
        }
        catch (HttpRequestException)
        {
            return "fetch failed";
        }
    }

    /// <summary>Brings the image to the engine, or says in the log why not. The answer is the reference to run, or null.</summary>
    public async Task<string?> FetchAsync(ComputeJob job, CancellationToken cancellationToken)
    {
        var image = job.Request.Image;
        if (image.Dockerfile is not null)
            return await BuildAsync(job, image.Dockerfile, cancellationToken);
        if (registry.Find(image.Reference) is null)
            return await PullAsync(job, image, cancellationToken) ? image.Reference : null;
        job.Results.Append(JobResults.ImageLog, $"Successfully pulled image: {image.Reference}\n");
        return image.Reference;
    }

    private async Task<bool> IsLocalAsync(string reference, CancellationToken cancellationToken)
    {
        if (runner is not DockerWorkRunner docker)
            return false;
        try
        {
            await docker.Client.Images.InspectImageAsync(reference, cancellationToken);
            return true;
        }
        catch (DockerApiException)
        {
            return false;
        }
    }

    private async Task<bool> PullAsync(ComputeJob job, ImageReference image, CancellationToken cancellationToken)
    {
        if (runner is not DockerWorkRunner docker)
        {
            job.Results.Append(JobResults.ImageLog, $"Unable to pull docker image: {image.Reference}: no engine, and no folder stands behind the image\n");
            return false;
        }
        try
        {
            var separator = image.Checksum.Length > 0 ? image.Checksum : image.Tag;
            await docker.Client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = image.Image, Tag = separator }, null,
                new Progress<JSONMessage>(message => job.Results.Append(JobResults.ImageLog, $"{message.Status}\n")), cancellationToken);
            await docker.Client.Images.InspectImageAsync(image.Reference, cancellationToken);
            job.Results.Append(JobResults.ImageLog, $"Successfully pulled image: {image.Reference}\n");
            return true;
        }
        catch (DockerApiException exception)
        {
            job.Results.Append(JobResults.ImageLog, $"Unable to pull docker image: {image.Reference}: {Words(exception)} ");
            return false;
        }
    }

    private async Task<string?> BuildAsync(ComputeJob job, string dockerfile, CancellationToken cancellationToken)
    {
        if (runner is not DockerWorkRunner docker)
            return null;
        var tag = $"{job.BareId}-image";
        using var context = new MemoryStream();
        using (var tar = new TarWriter(context, leaveOpen: true))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)) });
        context.Position = 0;
        try
        {
            await docker.Client.Images.BuildImageFromDockerfileAsync(
                new ImageBuildParameters { Tags = [tag], ForceRemove = true, NoCache = true }, context, null, null,
                new Progress<JSONMessage>(message => job.Results.Append(JobResults.ImageLog, message.Stream ?? message.ErrorMessage ?? "")), cancellationToken);
            await docker.Client.Images.InspectImageAsync($"{tag}:latest", cancellationToken);
            built.Add($"{tag}:latest");
            return $"{tag}:latest";
        }
        catch (DockerApiException exception)
        {
            job.Results.Append(JobResults.ImageLog, $"Cannot find image '{tag}:latest' after building. Most likely it failed: {Words(exception)}");
            return null;
        }
    }

    // As dockerode words what the engine says: https://github.com/apocas/docker-modem
    private static string Words(DockerApiException exception) => string.Create(
        CultureInfo.InvariantCulture,
        $"(HTTP code {(int)exception.StatusCode}) {(exception.StatusCode == HttpStatusCode.NotFound ? "no such image" : "server error")} - {DockerWorkRunner.Words(exception).Replace("Error response from daemon: ", "", StringComparison.Ordinal)}");
}
