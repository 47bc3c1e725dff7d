using System.Formats.Tar;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Experiments.Isolation;
using Xunit;

namespace Survey.Experiments.Tests.Publishing;

/// <summary>An image of one small file, with a name of its own.</summary>
internal sealed class TinyImage(IDockerClient client, string repository) : IAsyncDisposable
{
    public string Repository => repository;

    public string Reference => $"{repository}:1";

    /// <summary>The engine to push with; without one the test is skipped.</summary>
    public static async Task<DockerWorkRunner> EngineAsync(CancellationToken cancellationToken)
    {
        var engine = await DockerWorkRunner.TryConnectAsync(cancellationToken);
        Assert.SkipWhen(engine is null, "No Docker engine answers, and only an engine can push.");
        return engine;
    }

    public static async Task<TinyImage> CreateAsync(IDockerClient client, CancellationToken cancellationToken)
    {
        var repository = $"survey/publish-{Guid.NewGuid():n}";
        using var root = new MemoryStream();
        await using (var tar = new TarWriter(root, leaveOpen: true))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "name") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(repository)) }, cancellationToken);
        root.Position = 0;
        await client.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = repository, Tag = "1" }, root, new AuthConfig(), new Progress<JSONMessage>(), cancellationToken);
        return new TinyImage(client, repository);
    }

    public async ValueTask DisposeAsync() => await client.Images.DeleteImageAsync(Reference, new ImageDeleteParameters { Force = true }, CancellationToken.None);
}
