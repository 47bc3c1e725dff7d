using System.Globalization;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Training;

namespace Survey.Models.Pipeline;

/// <summary>
/// What the results of Data, Train and Export depend on, by names people know from the YAML, so that a stage that runs again can say
/// which of them changed. Computed from files and configuration alone: Plan asks for them without loading a training library.
/// </summary>
/// <param name="spec">The specification.</param>
/// <param name="artifacts">Where earlier results are.</param>
/// <param name="specificationFolder">Folder of experiments.yaml; relative paths in it start there.</param>
public sealed class StageKeys(SurveySpec spec, ArtifactFolder artifacts, string specificationFolder)
{
    /// <summary>The key of one dataset. Mirrors do not count: the digests decide what the files are.</summary>
    public StageKey Data(string dataset)
    {
        var key = StageKey.For(nameof(Stage.Data), dataset);
        foreach (var (file, expected) in spec.Datasets[dataset].Files)
            key = key.WithValue($"datasets.{dataset}.files.{file}", expected.Sha256);
        return key;
    }

    /// <summary>The key of one model's training.</summary>
    public StageKey Train(string name)
    {
        var model = spec.Models[name];
        return StageKey.For(nameof(Stage.Train), name)
            .WithCode(typeof(StageKeys).Assembly)
            .WithValue($"models.{name}.architecture", model.Architecture)
            .WithValue($"models.{name}.epochs", model.Epochs)
            .WithValue($"models.{name}.batchSize", model.BatchSize)
            .WithValue($"models.{name}.learningRate", model.LearningRate.ToString("r", CultureInfo.InvariantCulture))
            .WithValue($"models.{name}.seed", model.Seed)
            .WithValue($"models.{name}.threads", model.Threads > 0 ? model.Threads : Environment.ProcessorCount)
            .WithValue($"models.{name}.require", Trainer.RequiredAccuracy(model)?.ToString("r", CultureInfo.InvariantCulture))
            .WithValue($"datasets.{model.Dataset}", ImageDataset.DigestOf(spec.Datasets[model.Dataset]));
    }

    /// <summary>The key of one model's ONNX file.</summary>
    public StageKey Export(string name)
    {
        var model = spec.Models[name];
        var key = StageKey.For(nameof(Stage.Export), name)
            .WithCode(typeof(StageKeys).Assembly)
            .WithValue($"datasets.{model.Dataset}", ImageDataset.DigestOf(spec.Datasets[model.Dataset]));
        return model.Onnx is { } onnx
            ? key.WithFile($"models.{name}.onnx", SpecificationPaths.Resolve(specificationFolder, onnx))
            : key.WithFile("weights.safetensors", new ModelFolder(artifacts.Model(name)).Weights);
    }
}
