using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Onnx;
using Survey.Models.Training;

namespace Survey.Models.Tests.Support;

/// <summary>Everything that uses torch: its generator and its number of threads belong to the process, so these tests run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class TorchCollection : ICollectionFixture<TrainedDigits>
{
    public const string Name = "torch";
}

/// <summary>A network trained on the synthetic digits and exported, once for all tests of the collection.</summary>
public sealed class TrainedDigits : IAsyncLifetime
{
    public const string Model = "digits";

    private readonly TemporaryFolder folder = new();

    internal ModelFolder Files => new(folder.File("model"));

    internal string Data => folder.File("data");

    internal DatasetSpec Dataset { get; } = SyntheticDigits.Spec(SyntheticDigits.Files());

    internal RecordingEvents Events { get; } = new();

    internal TrainingRecord Training { get; private set; } = null!;

    internal ExportRecord Export { get; private set; } = null!;

    internal LabelledImages Test => ImageDataset.LoadTest("synthetic", Dataset, Data);

    internal static ModelSpec Spec(int epochs = 2, int threads = 1, string architecture = "cnn", double? require = null) => new()
    {
        Dataset = "synthetic",
        Architecture = architecture,
        Epochs = epochs,
        Threads = threads,
        Require = require is { } share ? new Dictionary<int, double> { [1] = share } : new Dictionary<int, double>(),
    };

    public async ValueTask InitializeAsync()
    {
        SyntheticDigits.Write(SyntheticDigits.Files(), Data);
        Training = await TrainAsync(Spec(), Files, Events);
        Export = await new OnnxExporter(TimeProvider.System).ExportAsync(Model, Dataset, Data, Files, Events, default);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<TrainingRecord> TrainAsync(ModelSpec model, ModelFolder output, IEventSink? events = null) =>
        new Trainer(TimeProvider.System).TrainAsync(Model, model, Dataset, Data, output, events ?? NullEventSink.Instance, default);
}
