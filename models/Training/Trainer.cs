using System.Runtime.InteropServices;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Native;
using static TorchSharp.torch;

namespace Survey.Models.Training;

/// <summary>Trains a model and writes weights, record and model card.</summary>
/// <param name="time">For speeds and the record's date.</param>
public sealed class Trainer(TimeProvider time)
{
    /// <summary>Subject of the events.</summary>
    public const string Stage = "Train";

    /// <summary>Torch's generator and its number of threads belong to the process: two trainings at once would change each other's bits.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>The least accuracy asked for: the entry of <see cref="ModelSpec.Require"/> with the largest number of epochs not above the model's.</summary>
    public static double? RequiredAccuracy(ModelSpec model)
    {
        var entries = model.Require.Where(entry => entry.Key <= model.Epochs).ToArray();
        return entries.Length == 0 ? null : entries.MaxBy(entry => entry.Key).Value;
    }

    /// <summary>Trains from the dataset's files in <paramref name="dataFolder"/> and writes the three files into <paramref name="output"/>.</summary>
    /// <exception cref="ModelException">The data is not there, training diverged, or the accuracy is below what is required.</exception>
    public async Task<TrainingRecord> TrainAsync(string name, ModelSpec model, DatasetSpec dataset, string dataFolder, ModelFolder output, IEventSink events, CancellationToken cancellationToken)
    {
        LibTorch.Load();
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await Task.Factory.StartNew(
                () => Train(name, model, ImageDataset.Load(model.Dataset, dataset, dataFolder), output, events, cancellationToken),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static int ThreadsOf(ModelSpec model) => model.Threads > 0 ? model.Threads : Environment.ProcessorCount;

    private TrainingRecord Train(string name, ModelSpec model, ImageDataset dataset, ModelFolder output, IEventSink events, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var clock = time.GetTimestamp();
        var architecture = Architectures.Find(model.Architecture);
        set_num_threads(ThreadsOf(model));
        manual_seed(model.Seed);
        using var network = new TrainedNetwork(architecture, architecture.Create(new ImageShape(dataset.Test.Height, dataset.Test.Width, dataset.Classes)));
        var loop = new TrainingLoop(name, model, dataset, time, events);
        var evaluation = loop.Train(network, cancellationToken);
        CheckAccuracy(name, model, evaluation.Accuracy, dataset.Test.Count);

        var weights = Safetensors.Serialize(network.ReadWeights(), new Dictionary<string, string> { ["format"] = "pt", ["architecture"] = architecture.Name });
        var record = new TrainingRecord
        {
            Model = name,
            Architecture = architecture.Name,
            Objective = architecture.Objective,
            Parameters = network.Parameters,
            Layers = [.. network.Layers.named_children().Select(Describe)],
            Configuration = new TrainingConfiguration(model.Epochs, model.BatchSize, "Adam", model.LearningRate, model.Seed, ThreadsOf(model), architecture.Normalisation),
            Dataset = new DatasetRecord(dataset.Name, dataset.Digest, dataset.Train.Count, dataset.Test.Count, dataset.Classes, dataset.Test.Height, dataset.Test.Width),
            Epochs = loop.Epochs,
            Accuracy = evaluation.Accuracy,
            Required = RequiredAccuracy(model),
            Classification = evaluation.Classification,
            Reconstruction = evaluation.Reconstruction,
            Weights = new FileRecord(Path.GetFileName(output.Weights), Digests.Sha256(weights), weights.Length),
            Environment = new TrainingEnvironment(RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, LibTorch.Check().Message),
            Started = started,
            Seconds = time.GetElapsedTime(clock).TotalSeconds,
        };
        Save(output, weights, record);
        return record;
    }

    private static LayerRecord Describe((string Name, nn.Module Module) layer) => new(
        layer.Name,
        layer.Module.GetName(),
        [.. layer.Module.named_parameters().Select(item => (IReadOnlyList<long>)item.parameter.shape)]);

    private static void CheckAccuracy(string name, ModelSpec model, double accuracy, int images)
    {
        if (RequiredAccuracy(model) is not { } required || accuracy >= required)
            return;
        throw new ModelException(FormattableString.Invariant(
            $"Model '{name}' reached {accuracy:0.0000} on {images:#,0} test images after {model.Epochs} epochs; experiments.yaml requires {required:0.0000}: {required - accuracy:0.0000} too low. Train for more epochs or change models.{name}.require."));
    }

    /// <summary>A killed process leaves either the old record with the old weights, or no record.</summary>
    private static void Save(ModelFolder output, byte[] weights, TrainingRecord record)
    {
        Directory.CreateDirectory(output.Path);
        File.Delete(output.Training);
        AtomicFile.Write(output.Weights, weights);
        AtomicFile.WriteText(output.Card, ModelCard.Render(record));
        ModelJson.Write(output.Training, record);
    }
}
