using System.Net;
using System.Text.RegularExpressions;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Devnets.Bacalhau.Wire;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>
/// Whether an image can be had. A local image counts only when it was pushed once and so has a digest; otherwise its registry is asked
/// (github.com/bacalhau-project/bacalhau issue 2588). An image this devnet was told about counts as pushed.
/// </summary>
internal sealed partial class ImageCheck(ImageRegistry pushed, IDockerClient? docker, HttpClient http)
{
    private const string Hint = "To resolve this, either:\n1. Check if the image exists in the registry and the name is correct\n"
        + "2. If the image is private, supply the node with valid Docker login credentials using the DOCKER_USERNAME and DOCKER_PASSWORD environment variables";

    public async Task CheckAsync(string image, CancellationToken cancellationToken)
    {
        if (pushed.Find(image) is not null)
            return;
        if (!Reference().IsMatch(image))
            throw Fail($"invalid image format: \"{image}\"", null, image);
        if (docker is null || !(await HasDigestAsync(image, cancellationToken) || await RegistryHasAsync(image, cancellationToken)))
            throw Fail($"image not available: \"{image}\"", "Docker:ImageNotFound", image);
    }

    /// <summary>Pulls the image when it is not there. One that this devnet was told about is.</summary>
    public async Task EnsureLocalAsync(string image, CancellationToken cancellationToken)
    {
        if (docker is null || pushed.Find(image) is not null)
            return;
        try
        {
            await docker.Images.InspectImageAsync(image, cancellationToken);
        }
        catch (DockerImageNotFoundException)
        {
            await docker.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = image }, new AuthConfig(), new Progress<JSONMessage>(), cancellationToken);
        }
    }

    private async Task<bool> HasDigestAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            return (await docker!.Images.InspectImageAsync(image, cancellationToken)).RepoDigests is { Count: > 0 };
        }
        catch (DockerImageNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// Where the registry of an image has its manifest; null when it names none. Only registries named with a port are asked, over plain HTTP
    /// as an engine does on the loopback address.
    /// </summary>
    internal static Uri? ManifestOf(string image)
    {
        var reference = Reference().Match(image);
        string? Part(string name) => reference.Groups[name] is { Success: true } part ? part.Value : null;
        return Part("registry") is { } registry
            ? new Uri($"http://{registry}/v2/{Part("name")}/manifests/{Part("digest") ?? Part("tag") ?? "latest"}")
            : null;
    }

    private async Task<bool> RegistryHasAsync(string image, CancellationToken cancellationToken)
    {
        if (ManifestOf(image) is not { } manifest)
            return false;
        using var request = new HttpRequestMessage(HttpMethod.Head, manifest);
        request.Headers.Accept.ParseAdd("application/vnd.docker.distribution.manifest.v2+json");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            throw Fail(
                $"Error response from daemon: Get \"http://{manifest.Authority}/v2/\": dial tcp {manifest.Authority}: connect: connection refused",
                "Docker:",
                image);
        }
    }

    private static ComputeException Fail(string message, string? code, string image)
    {
        var details = new Dictionary<string, string> { ["IsError"] = "true", ["Image"] = image };
        if (code is not null)
            details["ErrorCode"] = code;
        if (code == "Docker:ImageNotFound")
            details["Hint"] = Hint;
        return new ComputeException(new ExecutionFailure(Topics.Scanning, message, details));
    }

    [GeneratedRegex(@"^(?:(?<registry>[A-Za-z0-9.-]+:\d+)/)?(?<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$")]
    private static partial Regex Reference();
}
