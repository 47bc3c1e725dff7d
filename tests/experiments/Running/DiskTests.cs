using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

/// <summary>Runs on a disk that is full or read-only: a clear error, nothing left on the networks, and nothing of the evidence lost.</summary>
public sealed class DiskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_TearsDownAndSaysSo_WhenTheDiskFillsUpInMidRun()
    {
        using var disk = new SmallDisk(kilobytes: 512);
        using var fixture = new RunnerFixture { Root = disk.Path };
        var before = await fixture.RunAsync(stop: Token);
        fixture.Other.OnInvoke = (_, _) =>
        {
            disk.Fill();
            return Task.FromResult<int[]>([7, 2, 1]);
        };

        var error = await Assert.ThrowsAsync<ArtifactsException>(() => fixture.RunAsync(stop: Token, experiments: ["second"]));

        Assert.Equal(ExitCode.ArtifactsUnusable, error.ExitCode);
        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Other.There);
        Assert.Empty(JournalState.Read(fixture.Artifacts.Journal).Damage);
        foreach (var name in (string[])["first", "second"])
            Assert.Empty(fixture.Evidence(before, name).Read<EvidenceManifest>(EvidenceManifest.FileName)!.Check(fixture.Evidence(before, name).Path));
    }

    [Fact]
    public async Task RunAsync_Works_WhenThereIsSpaceAgain()
    {
        using var disk = new SmallDisk(kilobytes: 512);
        using var fixture = new RunnerFixture { Root = disk.Path };
        fixture.Other.OnDeploy = (_, _) =>
        {
            disk.Fill();
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<ArtifactsException>(() => fixture.RunAsync(stop: Token, experiments: ["second"]));
        File.Delete(Path.Combine(disk.Path, "filler"));
        fixture.Other.OnDeploy = (_, _) => Task.CompletedTask;

        var result = await fixture.RunAsync(stop: Token);

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Empty(fixture.Other.There);
        Assert.All(JournalState.Read(fixture.Artifacts.Journal).Experiments, experiment => Assert.True(experiment.Ended));
    }

    [Fact]
    public async Task RunAsync_SaysWhatToDo_WhenTheFolderIsReadOnly()
    {
        using var disk = new SmallDisk(kilobytes: 512);
        using var fixture = new RunnerFixture { Root = disk.Path };
        var before = await fixture.RunAsync(stop: Token);
        disk.MakeReadOnly();

        var error = await Assert.ThrowsAsync<ArtifactsException>(() => fixture.RunAsync(stop: Token));

        Assert.Contains("--artifacts=<folder>", error.Message, StringComparison.Ordinal);
        Assert.Equal(OutcomeState.Done, fixture.Evidence(before, "second").ReadOutcome()?.State);
    }
}
