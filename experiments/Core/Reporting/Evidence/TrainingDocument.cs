using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>What the report takes from <c>training.json</c>; the file itself is written by the models library, which this one does not know.</summary>
internal sealed record TrainingDocument(
    string Architecture,
    long Parameters,
    TrainingSettings Configuration,
    TrainingDataset Dataset,
    IReadOnlyList<TrainingEpoch>? Epochs,
    double Accuracy,
    double? Required,
    TrainingClasses? Classification,
    TrainingMachine Environment,
    DateTimeOffset Started,
    double Seconds);

internal sealed record TrainingSettings(int Epochs, int BatchSize, string Optimizer, double LearningRate, long Seed, int Threads);

internal sealed record TrainingDataset(string Name, string Digest, int TrainImages, int TestImages);

internal sealed record TrainingEpoch(int Epoch, double Loss, double TestAccuracy, double ImagesPerSecond);

internal sealed record TrainingClasses(IReadOnlyList<ModelClass> Classes, IReadOnlyList<IReadOnlyList<int>> Confusion);

internal sealed record TrainingMachine(string OperatingSystem, string Processor, string Framework, string LibTorch);
