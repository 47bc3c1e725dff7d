using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

public sealed class ArtifactsLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private ArtifactFolder Artifacts => new(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Take_NamesTheHolder_WhenItIsTaken()
    {
        using var first = ArtifactsLock.Take(Artifacts, TimeProvider.System);

        var error = Assert.Throws<ArtifactsException>(() => ArtifactsLock.Take(Artifacts, TimeProvider.System));
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_Works_WhenItWasGivenBack()
    {
        ArtifactsLock.Take(Artifacts, TimeProvider.System).Dispose();

        using var second = ArtifactsLock.Take(Artifacts, TimeProvider.System);
        Assert.Null(second.StaleHolder);
    }

    [Fact]
    public void Take_NamesTheDeadHolder_WhenItsProcessWasKilled()
    {
        var dead = new LockHolder(4711, "elsewhere", new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc));
        AtomicFile.WriteJson(Artifacts.Lock, dead);

        using var taken = ArtifactsLock.Take(Artifacts, TimeProvider.System);
        Assert.Equal(dead, taken.StaleHolder);
    }
}
