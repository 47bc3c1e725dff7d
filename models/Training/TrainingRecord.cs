namespace Survey.Models.Training;

/// <summary>The content of <c>training.json</c>: how a model came about and how good it is.</summary>
public sealed record TrainingRecord
{
    /// <summary>Name in experiments.yaml.</summary>
    public required string Model { get; init; }

    /// <summary>The architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>What it was trained for.</summary>
    public required Objective Objective { get; init; }

    /// <summary>Trained numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>The layers in order.</summary>
    public required IReadOnlyList<LayerRecord> Layers { get; init; }

    /// <summary>How it was trained.</summary>
    public required TrainingConfiguration Configuration { get; init; }

    /// <summary>What it was trained and tested on.</summary>
    public required DatasetRecord Dataset { get; init; }

    /// <summary>One entry per pass over the training data.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    /// <summary>
    /// Test accuracy, 0 to 1, after the last epoch. For a reconstruction: the mean of the share of test images accepted and the share of
    /// foreign images rejected.
    /// </summary>
    public required double Accuracy { get; init; }

    /// <summary>The least accuracy that experiments.yaml asks for; null when it asks for none.</summary>
    public required double? Required { get; init; }

    /// <summary>Metrics per class; null for a reconstruction.</summary>
    public ClassificationRecord? Classification { get; init; }

    /// <summary>Threshold and what it separates; null for a classification.</summary>
    public ReconstructionRecord? Reconstruction { get; init; }

    /// <summary>The weights' file.</summary>
    public required FileRecord Weights { get; init; }

    /// <summary>Where it was trained.</summary>
    public required TrainingEnvironment Environment { get; init; }

    /// <summary>When training began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took, evaluation included.</summary>
    public required double Seconds { get; init; }
}

/// <summary>One layer.</summary>
/// <param name="Name">Name within the network.</param>
/// <param name="Type">Kind of layer, as TorchSharp calls it.</param>
/// <param name="Shapes">Shapes of its parameters.</param>
public sealed record LayerRecord(string Name, string Type, IReadOnlyList<IReadOnlyList<long>> Shapes);

/// <summary>How a model was trained.</summary>
/// <param name="Epochs">Passes over the training data.</param>
/// <param name="BatchSize">Images per step.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="Seed">Seed of initialisation and shuffling.</param>
/// <param name="Threads">Training threads: another number gives other bits.</param>
/// <param name="Normalisation">Applied to pixels 0 to 1; null when none is.</param>
public sealed record TrainingConfiguration(int Epochs, int BatchSize, string Optimizer, double LearningRate, long Seed, int Threads, Normalisation? Normalisation);

/// <summary>The dataset that was used.</summary>
/// <param name="Name">Name in experiments.yaml.</param>
/// <param name="Digest">SHA-256 over its files' names and digests.</param>
/// <param name="TrainImages">Images trained on.</param>
/// <param name="TestImages">Images tested on.</param>
/// <param name="Classes">Classes.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
public sealed record DatasetRecord(string Name, string Digest, int TrainImages, int TestImages, int Classes, int Height, int Width);

/// <summary>One pass over the training data.</summary>
/// <param name="Epoch">Number, from 1.</param>
/// <param name="Loss">Mean loss over the training images, while the weights changed.</param>
/// <param name="TrainAccuracy">Share of training images told right, while the weights changed; null for a reconstruction.</param>
/// <param name="TestLoss">Mean loss over the test images afterwards.</param>
/// <param name="TestAccuracy">See <see cref="TrainingRecord.Accuracy"/>.</param>
/// <param name="Seconds">Time of the pass, without the evaluation.</param>
/// <param name="ImagesPerSecond">Training images per second of that time.</param>
/// <param name="LiveTensors">Tensors alive afterwards; the same after every epoch, or memory grows.</param>
public sealed record EpochRecord(int Epoch, double Loss, double? TrainAccuracy, double TestLoss, double TestAccuracy, double Seconds, double ImagesPerSecond, long LiveTensors);

/// <summary>Metrics of a classifier over the test images.</summary>
/// <param name="Classes">One entry per class, in order.</param>
/// <param name="Confusion">Row: true class; column: predicted class; value: images.</param>
public sealed record ClassificationRecord(IReadOnlyList<ClassMetrics> Classes, IReadOnlyList<IReadOnlyList<int>> Confusion);

/// <summary>Metrics of one class; null where nothing was there to divide by.</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">Share of images predicted as this class that are of it.</param>
/// <param name="Recall">Share of images of this class that were predicted as it.</param>
/// <param name="F1">Harmonic mean of the two.</param>
/// <param name="Images">Test images of this class.</param>
public sealed record ClassMetrics(int Label, double? Precision, double? Recall, double? F1, int Images);

/// <summary>Reconstruction errors over the test images and over images that are foreign to the data.</summary>
/// <param name="Threshold">Error above which an image counts as foreign: this quantile of the test images' errors.</param>
/// <param name="Quantile">The quantile.</param>
/// <param name="MedianError">Median error of the test images.</param>
/// <param name="Accepted">Share of test images at or below the threshold.</param>
/// <param name="Rejected">Share of foreign images above the threshold.</param>
/// <param name="Foreign">What the foreign images are.</param>
public sealed record ReconstructionRecord(double Threshold, double Quantile, double MedianError, double Accepted, double Rejected, string Foreign);

/// <summary>A file beside this one.</summary>
/// <param name="File">Its name.</param>
/// <param name="Sha256">Its digest, lower-case hex.</param>
/// <param name="Bytes">Its size.</param>
public sealed record FileRecord(string File, string Sha256, long Bytes);

/// <summary>Where a model was trained.</summary>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Processor">Architecture of the process.</param>
/// <param name="Cores">Processors seen.</param>
/// <param name="Framework">.NET version.</param>
/// <param name="LibTorch">What was loaded.</param>
public sealed record TrainingEnvironment(string OperatingSystem, string Processor, int Cores, string Framework, string LibTorch);
