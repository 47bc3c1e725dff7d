using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Steps;
using Xunit;
using Secret = Survey.Experiments.Networks.Secret;

namespace Survey.Experiments.Tests.Publishing;

/// <summary>Pushes to a real registry with a real engine.</summary>
public sealed class RegistryImagesTests
{
    private readonly FakeJournal journal = new();
    private readonly HttpClient http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Push_RecordsTheDigest_AndTeardownTakesTheImageBack()
    {
        await using var engine = await EngineAsync();
        await using var registry = await DockerRegistry.StartAsync(allowsDeletion: true, Token);
        await using var image = await TinyImage.CreateAsync(engine.Client);
        var images = Open(registry);

        var (reference, digest) = await images.PushAsync(image.Reference, journal, Token);

        Assert.Equal($"{registry.Address}/{image.Repository}@{digest}", reference);
        Assert.Matches("^sha256:[0-9a-f]{64}$", digest);
        Assert.Equal([$"intent image {image.Reference}", $"created image {digest}"], journal.Lines);
        var proof = Assert.Single((await images.TeardownAsync(journal.Created, Token)).Resources);
        Assert.Equal((ResourceFate.Gone, $"The registry {registry.Address} answered 404 for {digest}."), (proof.Fate, proof.Evidence));
    }

    [Fact]
    public async Task Push_TakesWhatIsThere_AndLeavesItThere()
    {
        await using var engine = await EngineAsync();
        await using var registry = await DockerRegistry.StartAsync(allowsDeletion: true, Token);
        await using var image = await TinyImage.CreateAsync(engine.Client);
        var (first, _) = await Open(registry).PushAsync(image.Reference, journal, Token);
        var later = new FakeJournal();

        var (second, _) = await Open(registry).PushAsync(image.Reference, later, Token);

        Assert.Equal(first, second);
        Assert.Empty(later.Lines);
    }

    [Fact]
    public async Task Teardown_NamesWhatRemains_WhenTheRegistryDeletesNothing()
    {
        await using var engine = await EngineAsync();
        await using var registry = await DockerRegistry.StartAsync(allowsDeletion: false, Token);
        await using var image = await TinyImage.CreateAsync(engine.Client);
        var images = Open(registry);
        await images.PushAsync(image.Reference, journal, Token);

        var proof = Assert.Single((await images.TeardownAsync(journal.Created, Token)).Resources);

        Assert.Equal(ResourceFate.Remains, proof.Fate);
        Assert.Contains("does not allow deletion and keeps", proof.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_SaysThatTheRegistryDoesNotAnswer_WhenItDoesNot()
    {
        var images = new RegistryImages(new PushSpec { Registry = "127.0.0.1:1" }, name => new Secret(name), http);

        var error = await Assert.ThrowsAsync<NetworkException>(() => images.PushAsync("survey/none:1", journal, Token));

        Assert.Contains("The registry 127.0.0.1:1 does not answer", error.Message, StringComparison.Ordinal);
        Assert.Empty(journal.Lines);
    }

    private RegistryImages Open(DockerRegistry registry) => new(new PushSpec { Registry = registry.Address }, name => new Secret(name), http);

    private static async Task<DockerWorkRunner> EngineAsync()
    {
        var engine = await DockerWorkRunner.TryConnectAsync(Token);
        Assert.SkipWhen(engine is null, "No Docker engine answers, and only an engine can push.");
        return engine;
    }

    /// <summary>An image of one small file, with a name of its own.</summary>
    private sealed class TinyImage(IDockerClient client, string repository) : IAsyncDisposable
    {
        public string Repository => repository;

        public string Reference => $"{repository}:1";

        public static async Task<TinyImage> CreateAsync(IDockerClient client)
        {
            var repository = $"survey/publish-{Guid.NewGuid():n}";
            using var root = new MemoryStream();
            await using (var tar = new TarWriter(root, leaveOpen: true))
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "name") { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(repository)) }, Token);
            root.Position = 0;
            await client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromSrc = "-", Repo = repository, Tag = "1" }, root, new AuthConfig(), new Progress<JSONMessage>(), Token);
            return new TinyImage(client, repository);
        }

        public async ValueTask DisposeAsync() => await client.Images.DeleteImageAsync(Reference, new ImageDeleteParameters { Force = true }, CancellationToken.None);
    }
}
