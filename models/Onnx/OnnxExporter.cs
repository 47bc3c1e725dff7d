using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Native;
using Survey.Models.Training;
using static TorchSharp.torch;

namespace Survey.Models.Onnx;

/// <summary>Exports a trained model to ONNX, and verifies that it is the same model.</summary>
/// <param name="time">For the record.</param>
public sealed class OnnxExporter(TimeProvider time)
{
    /// <summary>Subject of the events.</summary>
    public const string Stage = "Export";

    private const int BatchSize = 500;

    /// <summary>Version of ONNX Runtime.</summary>
    internal static string RuntimeVersion { get; } = typeof(InferenceSession).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Reads weights and record of <paramref name="files"/>, and writes <c>model.onnx</c> and <c>export.json</c> beside them.</summary>
    /// <exception cref="ModelException">A layer has no ONNX form, or the exported model does not give what the trained one gives.</exception>
    public async Task<ExportRecord> ExportAsync(string name, DatasetSpec dataset, string dataFolder, ModelFolder files, IEventSink events, CancellationToken cancellationToken)
    {
        var clock = time.GetTimestamp();
        LibTorch.Load();
        var training = ModelJson.Read<TrainingRecord>(files.Training, Trainer.Stage);
        var test = ImageDataset.LoadTest(training.Dataset.Name, dataset, dataFolder);
        var progress = new ExportProgress(name, test, 2, events);
        var (content, expected) = await Task.Run(() => Write(name, training, test, files, progress.Pass(0, "TorchSharp"), cancellationToken), cancellationToken);

        File.Delete(files.Export);
        AtomicFile.Write(files.Onnx, content);
        using var model = InferenceModel.Load(content, Path.GetFileName(files.Onnx));
        var verification = await Task.Run(() => ModelVerifier.Compare(model, test, expected, progress.Pass(1, "ONNX Runtime"), cancellationToken), cancellationToken);
        var checker = await new OnnxChecker(OnnxChecker.SystemPython).CheckAsync(files.Onnx, cancellationToken);
        var record = new ExportRecord
        {
            Model = name,
            Origin = ModelOrigin.Trained,
            Source = training.Weights,
            Onnx = new FileRecord(Path.GetFileName(files.Onnx), Digests.Sha256(content), content.Length),
            Opset = OnnxFile.Opset,
            FormatVersion = OnnxFile.FormatVersion,
            Input = model.Input,
            Output = model.Output,
            Metadata = model.Metadata,
            Verification = verification,
            Checker = checker,
            OnnxRuntime = RuntimeVersion,
            Seconds = time.GetElapsedTime(clock).TotalSeconds,
        };
        ModelJson.Write(files.Export, record);
        events.Report(new NoteEvent(Stage, FormattableString.Invariant($"{name}: {content.Length:#,0} bytes of ONNX, the same predictions for {verification.Images:#,0} images, scores within {verification.LargestDifference:0.0e+0}; onnx.checker: {checker.Detail}")));
        return record;
    }

    /// <summary>The file, and the scores it has to reproduce.</summary>
    private static (byte[] Content, List<float[]> Expected) Write(string name, TrainingRecord training, LabelledImages test, ModelFolder files, Action<int> progress, CancellationToken cancellationToken)
    {
        var weights = File.ReadAllBytes(files.Weights);
        if (Digests.Sha256(weights) != training.Weights.Sha256)
            throw new ModelException($"'{files.Weights}' has the SHA-256 {Digests.Sha256(weights)}, training.json says {training.Weights.Sha256}; run the target Train again.");

        var architecture = Architectures.Find(training.Architecture);
        var shape = new ImageShape(test.Height, test.Width, training.Dataset.Classes);
        using var scope = NewDisposeScope();
        using var network = new TrainedNetwork(architecture, architecture.Create(shape));
        network.WriteWeights(Safetensors.Parse(weights, training.Weights.File));
        network.Layers.eval();
        return (OnnxGraphWriter.Write(name, network, shape, Metadata(training)).ToBytes(), Scores(network, test, progress, cancellationToken));
    }

    private static List<float[]> Scores(TrainedNetwork network, LabelledImages images, Action<int> progress, CancellationToken cancellationToken)
    {
        using var frozen = inference_mode();
        using var tensors = new ImageTensors(images);
        var scores = new List<float[]>(images.Count);
        foreach (var batch in tensors.Batches(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var answer = network.Answer(tensors.Take(batch).Pixels);
            scores.AddRange(answer.data<float>().ToArray().Chunk((int)answer.shape[1]));
            progress(scores.Count);
        }

        return scores;
    }

    private static Dictionary<string, string> Metadata(TrainingRecord training) => new()
    {
        ["architecture"] = training.Architecture,
        ["dataset"] = training.Dataset.Name,
        ["dataset_sha256"] = training.Dataset.Digest,
        ["weights_sha256"] = training.Weights.Sha256,
        ["epochs"] = Text(training.Configuration.Epochs),
        ["batch_size"] = Text(training.Configuration.BatchSize),
        ["optimizer"] = training.Configuration.Optimizer,
        ["learning_rate"] = Text(training.Configuration.LearningRate),
        ["threads"] = Text(training.Configuration.Threads),
        ["seed"] = Text(training.Configuration.Seed),
        ["accuracy"] = Text(training.Accuracy),
        ["input_range"] = "0..1",
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
