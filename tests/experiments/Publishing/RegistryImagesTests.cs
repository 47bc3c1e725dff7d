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
        await using var engine = await TinyImage.EngineAsync(Token);
        await using var registry = await DockerRegistry.StartAsync(allowsDeletion: true, Token);
        await using var image = await TinyImage.CreateAsync(engine.Client, Token);
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
        await using var engine = await TinyImage.EngineAsync(Token);
        await using var registry = await DockerRegistry.StartAsync(allowsDeletion: true, Token);
        await using var image = await TinyImage.CreateAsync(engine.Client, Token);
        var (first, _) = await Open(registry).PushAsync(image.Reference, journal, Token);
        var later = new FakeJournal();

        var (second, _) = await Open(registry).PushAsync(image.Reference, later, Token);

        Assert.Equal(first, second);
        Assert.Empty(later.Lines);
    }

    [Fact]
    public async Task Teardown_NamesWhatRemains_WhenTheRegistryDeletesNothing()
    {
        await using var engine = await TinyImage.EngineAsync(Token);
        await using var registry = await DockerRegistry.StartAsync(allowsDeletion: false, Token);
        await using var image = await TinyImage.CreateAsync(engine.Client, Token);
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
}
