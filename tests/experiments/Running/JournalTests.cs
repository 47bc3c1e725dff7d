using System.Text;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

public sealed class JournalTests : IDisposable
{
    private static readonly NetworkEndpoint Endpoint = new("docker", "docker", Standing.Node, null, "{}");
    private static readonly Resource Container = new("container", "survey-1", null, new Dictionary<string, string> { ["port"] = "80" });

    private readonly TemporaryFolder folder = new();
    private readonly RecordingEvents events = new();
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    private string JournalPath => folder.File("journal.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task IntendAsync_IsOnDisk_WhenItReturns()
    {
        using var journal = Open();
        await journal.Begin("run-1", "batch", Endpoint).IntendAsync(Container, stop);

        var open = Assert.Single(Assert.Single(JournalState.Read(JournalPath).Experiments).Open);
        Assert.Equal(("container", "survey-1", null), (open.Resource.Kind, open.Resource.Name, open.Resource.Id));
        Assert.Equal("80", open.Resource.Properties["port"]);
    }

    [Fact]
    public async Task Read_GivesEndpointAndId_WhenCreated()
    {
        using var journal = Open();
        var experiment = journal.Begin("run-1", "batch", Endpoint);
        var ticket = await experiment.IntendAsync(Container, stop);
        await experiment.CreatedAsync(ticket, Container with { Id = "c0ffee" }, stop);

        var read = Assert.Single(JournalState.Read(JournalPath).Experiments);
        Assert.Equal(Endpoint, read.Endpoint);
        Assert.Equal("c0ffee", Assert.Single(read.Open).Resource.Id);
        Assert.False(read.Ended);
    }

    [Theory]
    [InlineData(ResourceFate.Gone, 0)]
    [InlineData(ResourceFate.Remains, 0)]
    [InlineData(ResourceFate.Residue, 1)]
    public async Task Record_LeavesOpenOnlyResidue_WhenTeardownIsProved(ResourceFate fate, int open)
    {
        using var journal = Open();
        var experiment = journal.Begin("run-1", "batch", Endpoint);
        await experiment.IntendAsync(Container, stop);
        experiment.Record(new TeardownProof([new ResourceProof(experiment.Open[0], fate, "asked")], []));

        Assert.Equal(open, experiment.Open.Count);
        Assert.Equal(open, Assert.Single(JournalState.Read(JournalPath).Experiments).Open.Count);
    }

    [Fact]
    public void Read_IsEnded_WhenTheNetworkHasNothingLeft()
    {
        using var journal = Open();
        var experiment = journal.Begin("run-1", "batch", Endpoint);
        experiment.End();

        Assert.True(Assert.Single(JournalState.Read(JournalPath).Experiments).Ended);
    }

    [Fact]
    public void Read_KnowsTheHold_UntilItIsReleased()
    {
        using var journal = Open();
        var experiment = journal.Begin("run-1", "batch", Endpoint);
        var until = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
        experiment.Hold(until);
        Assert.Equal(until, Assert.Single(JournalState.Read(JournalPath).Experiments).HeldUntil);
        experiment.Release();
        Assert.Null(Assert.Single(JournalState.Read(JournalPath).Experiments).HeldUntil);
    }

    [Fact]
    public async Task Open_LosesNoWholeLine_WhenCutAnywhere()
    {
        using (var journal = Open())
        {
            var experiment = journal.Begin("run-1", "batch", Endpoint);
            var ticket = await experiment.IntendAsync(Container, stop);
            await experiment.CreatedAsync(ticket, Container with { Id = "c0ffee" }, stop);
        }

        var whole = File.ReadAllBytes(JournalPath);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(JournalPath, whole[..length]);
            var complete = Encoding.UTF8.GetString(whole, 0, length).Split('\n')[..^1];
            using (var journal = Open())
                journal.Begin("run-2", "next", Endpoint);

            var (lines, damage) = JournalReader.Read(JournalPath);
            Assert.Empty(damage);
            Assert.Equal("run-2", lines[^1].Run);
            Assert.InRange(lines.Count - 1, complete.Length, complete.Length + 1);
        }
    }

    [Fact]
    public void Open_KeepsTheTornLineAside_AndSaysSo()
    {
        File.WriteAllText(JournalPath, """{"at":"2026-11-""");
        Open().Dispose();

        Assert.Empty(File.ReadAllText(JournalPath));
        Assert.StartsWith("""{"at":"2026-11-""", File.ReadAllText(folder.File("journal.torn")), StringComparison.Ordinal);
        Assert.Contains("torn", Assert.Single(events.All.OfType<WarningEvent>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ListsTheDamage_WhenALineInTheMiddleIsBroken()
    {
        using (var journal = Open())
            journal.Begin("run-1", "batch", Endpoint);
        File.AppendAllText(JournalPath, "garbage\n");
        using (var journal = Open())
            journal.Begin("run-2", "batch", Endpoint);

        var state = JournalState.Read(JournalPath);
        Assert.Equal(2, state.Experiments.Count);
        Assert.Equal(new JournalDamage(2, "garbage"), Assert.Single(state.Damage));
    }

    [Fact]
    public async Task IntendAsync_FailsAndKeepsTheJournalWhole_WhenTheDiskIsFull()
    {
        using var disk = new SmallDisk(kilobytes: 64);
        var path = Path.Combine(disk.Path, "journal.jsonl");
        using var journal = Journal.Open(path, TimeProvider.System, events);
        var experiment = journal.Begin("run-1", "batch", Endpoint);
        var before = File.ReadAllText(path);
        disk.Fill();

        // What is left of the last page takes a few lines, and then none.
        var error = await Assert.ThrowsAsync<ArtifactsException>(async () =>
        {
            while (true)
                await experiment.IntendAsync(Container, stop);
        });
        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(before, File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Empty(JournalState.Read(path).Damage);

        File.Delete(Path.Combine(disk.Path, "filler"));
        await experiment.IntendAsync(Container, stop);
        Assert.Empty(JournalState.Read(path).Damage);
        Assert.Equal(experiment.Open.Count, JournalState.Read(path).Experiments[0].Open.Count);
    }

    [Fact]
    public void Open_SaysWhatToDo_WhenTheFolderIsReadOnly()
    {
        using var disk = new SmallDisk(kilobytes: 64);
        disk.MakeReadOnly();

        var error = Assert.Throws<ArtifactsException>(() => Journal.Open(Path.Combine(disk.Path, "journal.jsonl"), TimeProvider.System, events));
        Assert.Contains("--artifacts=<folder>", error.Message, StringComparison.Ordinal);
    }

    private Journal Open() => Journal.Open(JournalPath, TimeProvider.System, events);
}
