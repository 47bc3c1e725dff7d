using Microsoft.Extensions.Time.Testing;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

public sealed class StageCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 40, 0, TimeSpan.Zero));
    private int runs;

    private StageCache Cache => new(new ArtifactFolder(folder.Path), time);

    private string Output => folder.File("models/cnn/weights");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_RunsOnce_WhenNothingChanged()
    {
        await RunAsync(Key(epochs: 3));
        var second = await RunAsync(Key(epochs: 3));

        Assert.Equal(1, runs);
        Assert.Matches("^Train cnn: up to date \\(inputs unchanged since 2026-11-2[234] \\d\\d:\\d\\d\\)$", second.Sentence);
    }

    [Fact]
    public async Task RunAsync_NamesTheValue_WhenItChanged()
    {
        await RunAsync(Key(epochs: 3));
        var second = await RunAsync(Key(epochs: 1));

        Assert.Equal(2, runs);
        Assert.Equal("Train cnn: run again because models.cnn.epochs changed 3 -> 1", second.Sentence);
    }

    [Fact]
    public async Task Explain_NamesTheFile_WhenItsContentChanged()
    {
        File.WriteAllText(folder.File("input"), "a");
        await RunAsync(Key(3).WithFile("train images", folder.File("input")));
        File.WriteAllText(folder.File("input"), "b");

        Assert.Equal(
            "Train cnn: run again because train images has other content",
            Cache.Explain(Key(3).WithFile("train images", folder.File("input"))).Sentence);
    }

    [Fact]
    public async Task Explain_NamesTheOutput_WhenItWasChangedOrRemoved()
    {
        await RunAsync(Key(3));
        File.WriteAllText(Output, "tampered");
        Assert.Equal("Train cnn: run again because its output models/cnn/weights was changed", Cache.Explain(Key(3)).Sentence);
        File.Delete(Output);
        Assert.Equal("Train cnn: run again because its output models/cnn/weights is missing", Cache.Explain(Key(3)).Sentence);
    }

    [Fact]
    public async Task Explain_SaysForce_WhenForced()
    {
        await RunAsync(Key(3));
        Assert.Equal("Train cnn: run again (--force)", Cache.Explain(Key(3), force: true).Sentence);
    }

    [Fact]
    public async Task RunAsync_Forgets_WhenTheWorkFails()
    {
        await RunAsync(Key(3));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Cache.RunAsync(
            Key(3), force: true, NullEventSink.Instance, _ => throw new InvalidOperationException("diverged"), CancellationToken.None));

        Assert.True(Cache.Explain(Key(3)).MustRun);
    }

    [Fact]
    public async Task Explain_RunsAgain_WhenTheEntryIsDamaged()
    {
        await RunAsync(Key(3));
        File.WriteAllText(folder.File("cache/train-cnn.json"), "{");

        Assert.Equal("Train cnn: to run (not done before)", Cache.Explain(Key(3)).Sentence);
    }

    private static StageKey Key(int epochs) =>
        StageKey.For("Train", "cnn").WithValue("models.cnn.epochs", epochs).WithCode(typeof(StageCacheTests).Assembly);

    private Task<StageVerdict> RunAsync(StageKey key) => Cache.RunAsync(key, force: false, NullEventSink.Instance, Work, CancellationToken.None);

    private Task<IReadOnlyList<string>> Work(CancellationToken cancellationToken)
    {
        runs++;
        AtomicFile.WriteText(Output, "weights");
        return Task.FromResult<IReadOnlyList<string>>([Output]);
    }
}
