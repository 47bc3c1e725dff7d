using Survey.Experiments.Running;
using Survey.Models.Tests.Support;
using Survey.Models.Training;

namespace Survey.Models.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class TrainerTests(TrainedDigits digits) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TrainAsync_Learns_WhenClassesDiffer()
    {
        Assert.True(digits.Training.Accuracy > 0.5, $"accuracy {digits.Training.Accuracy}");
        Assert.True(digits.Training.Epochs[1].Loss < digits.Training.Epochs[0].Loss);
        Assert.Equal(184_586, digits.Training.Parameters);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TrainAsync_GivesTheSameBits_WhenTheSeedIsTheSame(int threads)
    {
        var first = await TrainAsync("first", threads: threads);
        var second = await TrainAsync("second", threads: threads);

        Assert.Equal(first.Weights, second.Weights);
        Assert.Equal(await ReadAsync("first"), await ReadAsync("second"));
    }

    [Fact]
    public async Task TrainAsync_GivesOtherBits_WhenTheSeedIsAnother()
    {
        var first = await TrainAsync("first");
        var second = await digits.TrainAsync(TrainedDigits.Spec(epochs: 1) with { Seed = 43 }, Output("second"));

        Assert.NotEqual(first.Weights.Sha256, second.Weights.Sha256);
    }

    [Fact]
    public async Task TrainAsync_SaysByHowMuch_WhenTheAccuracyIsTooLow()
    {
        var exception = await Assert.ThrowsAsync<ModelException>(() => digits.TrainAsync(TrainedDigits.Spec(epochs: 1, require: 1.0) with { LearningRate = 1e-6 }, Output("low")));

        var match = System.Text.RegularExpressions.Regex.Match(exception.Message, @"reached (0\.\d{4}) on 200 test images after 1 epochs; experiments\.yaml requires 1\.0000: (0\.\d{4}) too low");
        Assert.True(match.Success, exception.Message);
        Assert.Equal(1m, decimal.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + decimal.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(File.Exists(Output("low").Training));
    }

    [Theory]
    [InlineData(1, 0.988)]
    [InlineData(2, 0.988)]
    [InlineData(3, 0.99)]
    [InlineData(9, 0.99)]
    public void RequiredAccuracy_TakesTheLargestEntryNotAbove_WhenThereAreSeveral(int epochs, double expected)
    {
        var model = TrainedDigits.Spec(epochs) with { Require = new Dictionary<int, double> { [3] = 0.99, [1] = 0.988 } };

        Assert.Equal(expected, Trainer.RequiredAccuracy(model));
        Assert.Null(Trainer.RequiredAccuracy(model with { Require = new Dictionary<int, double> { [epochs + 1] = 0.9 } }));
    }

    /// <summary>
    /// Tensors are counted by torch; the process's memory may not grow by more than noise once it is warm. Other tests in this process take memory
    /// while this one trains; what leaks grows every time.
    /// </summary>
    [Fact]
    public async Task TrainAsync_KeepsItsMemory_WhenItRunsForManyEpochs()
    {
        var grown = new List<string>();
        while (grown.Count < 3)
        {
            var memory = new EpochMemory();

            var record = await digits.TrainAsync(TrainedDigits.Spec(epochs: 8), Output($"long-{grown.Count}"), memory);

            Assert.Equal(8, memory.AfterEpoch.Count);
            Assert.Single(record.Epochs.Select(epoch => epoch.LiveTensors).Distinct());
            var (early, late) = (memory.AfterEpoch[2..4].Max(), memory.AfterEpoch[6..].Min());
            if (late < early * 1.1)
                return;
            grown.Add($"{early:N0} bytes after epochs 3 and 4, {late:N0} after epochs 7 and 8");
        }

        Assert.Fail(string.Join("; ", grown));
    }

    [Fact]
    public async Task TrainAsync_NamesTheLearningRate_WhenTheLossIsNoNumber()
    {
        var exception = await Assert.ThrowsAsync<ModelException>(() => digits.TrainAsync(TrainedDigits.Spec(epochs: 5) with { LearningRate = 1e30 }, Output("wild")));

        Assert.Contains("smaller learningRate", exception.Message);
    }

    [Fact]
    public async Task TrainAsync_Stops_WhenItIsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var events = new CancellingEvents(cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Trainer(TimeProvider.System).TrainAsync(
            "digits", TrainedDigits.Spec(epochs: 1000), digits.Dataset, digits.Data, Output("cancelled"), events, cancellation.Token));

        Assert.False(Directory.Exists(folder.File("cancelled")));
    }

    [Fact]
    public void TrainAsync_TellsLossAccuracySpeedAndTimeLeft_WhileItRuns()
    {
        var lines = digits.Events.Progress.Where(progress => progress.Subject == Trainer.Stage).ToArray();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(@"^digits · epoch [12]/2 · loss \d\.\d{4} · accuracy \d+\.\d % · [\d,]+ images/s · \d\d:\d\d left$", line.Message));
        Assert.Equal((1280L, 1280L), (lines[^1].Done, lines[^1].Total!.Value));
    }

    [Fact]
    public async Task TrainAsync_SeparatesForeignImages_WhenAnAutoencoderIsTrained()
    {
        var record = await digits.TrainAsync(TrainedDigits.Spec(epochs: 3, architecture: "autoencoder"), Output("autoencoder"));

        Assert.Equal(Objective.Reconstruction, record.Objective);
        Assert.InRange(record.Reconstruction!.Accepted, 0.98, 1);
        Assert.Contains("count as foreign", await File.ReadAllTextAsync(Output("autoencoder").Card, TestContext.Current.CancellationToken));
    }

    private ModelFolder Output(string name) => new(folder.File(name));

    private Task<TrainingRecord> TrainAsync(string name, int threads = 2) => digits.TrainAsync(TrainedDigits.Spec(epochs: 1, threads: threads), Output(name));

    private Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(Output(name).Weights, TestContext.Current.CancellationToken);

    /// <summary>Notes the resident memory at the end of every epoch.</summary>
    private sealed class EpochMemory : IEventSink
    {
        public List<long> AfterEpoch { get; } = [];

        public void Report(SurveyEvent occurrence)
        {
            if (occurrence is NoteEvent && occurrence.Message.Contains(": epoch ", StringComparison.Ordinal))
                AfterEpoch.Add(Environment.WorkingSet);
        }
    }

    private sealed class CancellingEvents(CancellationTokenSource cancellation) : IEventSink
    {
        public void Report(SurveyEvent occurrence) => cancellation.Cancel();
    }
}
