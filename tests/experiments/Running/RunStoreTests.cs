using Microsoft.Extensions.Time.Testing;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 40, 12, TimeSpan.Zero));

    private RunStore Store => new(new ArtifactFolder(folder.Path));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Create_GivesIdsThatSortByTime_WhenCalledTwice()
    {
        var first = Create();
        time.Advance(TimeSpan.FromSeconds(1));
        var second = Create();

        Assert.Matches("^20261123-084012-[0-9a-f]{4}$", first.RunId);
        Assert.Equal([first.RunId, second.RunId], Store.All().Select(run => run.RunId));
        Assert.Equal(first.RunId, Store.Open(first.RunId).ReadRun().RunId);
    }

    [Fact]
    public void Open_NamesTheLatest_WhenThereIsNoSuchRun()
    {
        var run = Create();
        var error = Assert.Throws<ArtifactsException>(() => Store.Open("20200101-000000-0000"));
        Assert.Contains(run.RunId, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GivesTheOutcomeBack_WhenWritten()
    {
        var experiment = Create().Experiment("batch");
        var outcome = new ExperimentOutcome
        {
            RunId = "r",
            Experiment = "batch",
            Network = "docker",
            Driver = "docker",
            Model = "cnn",
            Job = JobType.Batch,
            Standing = Standing.Node,
            State = OutcomeState.Done,
            ExitCode = ExitCode.Done,
            Started = time.GetUtcNow(),
            Finished = time.GetUtcNow(),
            Quoted = new Money(1.50m, "EUR"),
            Clocks = Clocks.None.With(Clocks.Start, TimeSpan.FromMilliseconds(250)).Without(Clocks.Pull, "the image was there"),
        };
        experiment.Write(ExperimentFolder.Outcome, outcome);

        var read = experiment.Read<ExperimentOutcome>(ExperimentFolder.Outcome)!;
        Assert.Equal(outcome.Quoted, read.Quoted);
        Assert.Equal(TimeSpan.FromMilliseconds(250), read.Clocks.Entries[Clocks.Start].Value);
        Assert.Equal("the image was there", read.Clocks.Entries[Clocks.Pull].Missing);
        Assert.Null(read.Clocks.Entries[Clocks.Pull].Value);
    }

    [Fact]
    public void Read_SaysWhatToDo_WhenTheFileIsDamaged()
    {
        var experiment = Create().Experiment("batch");
        AtomicFile.WriteText(experiment.File(ExperimentFolder.Outcome), "{");
        var error = Assert.Throws<ArtifactsException>(() => experiment.Read<ExperimentOutcome>(ExperimentFolder.Outcome));
        Assert.Contains("Run its experiment again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seal_ListsEveryFile_AndCheckFindsTheChangedOne()
    {
        var experiment = Create().Experiment("batch");
        AtomicFile.WriteText(experiment.File("raw/answer.json"), "{}");
        AtomicFile.WriteText(experiment.File("quote.json"), "{}");
        experiment.Seal();

        var manifest = experiment.Read<EvidenceManifest>(EvidenceManifest.FileName)!;
        Assert.Equal(["quote.json", "raw/answer.json"], manifest.Files.Keys);
        Assert.Empty(manifest.Check(experiment.Path));
        AtomicFile.WriteText(experiment.File("quote.json"), "{ }");
        Assert.Equal("quote.json was changed.", Assert.Single(manifest.Check(experiment.Path)));
    }

    private RunFolder Create() => Store.Create(time, new Random(1), id => new RunRecord
    {
        RunId = id,
        Started = time.GetUtcNow(),
        Survey = "Survey",
        Real = false,
        Experiments = ["batch"],
    });
}
