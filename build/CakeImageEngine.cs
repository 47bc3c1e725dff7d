using System.Net.Sockets;
using Cake.Docker;
using Docker.DotNet;
using Survey.Experiments.Images;
using Survey.Experiments.Isolation;
using Survey.Models.Pipeline;

namespace Survey.Build;

/// <summary>The container engine: asked through its API, told to build through Cake.Docker.</summary>
internal sealed class CakeImageEngine(BuildContext context) : IImageEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var configuration = DockerAddress.Configuration(timeout: Patience);
            using var client = configuration.CreateClient();
            await client.System.PingAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or IOException or SocketException or DockerApiException)
        {
            return false;
        }
    }

    public async Task<string?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        using var configuration = DockerAddress.Configuration();
        using var client = configuration.CreateClient();
        return (await new DockerImages(client).FindAsync(reference, cancellationToken))?.Id;
    }

    public Task BuildAsync(string folder, string reference, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        context.DockerBuild(new DockerImageBuildSettings { Tag = [reference], Quiet = true }, folder);
        return Task.CompletedTask;
    }
}
