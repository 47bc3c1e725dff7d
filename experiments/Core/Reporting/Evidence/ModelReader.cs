using System.Globalization;
using System.Text.Json;
using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>Reads what training and export wrote about a model.</summary>
internal sealed class ModelReader(string output, List<SourceProblem> problems)
{
    private static readonly string[] Listed = ["weights.safetensors", "model.onnx", "training.json", "export.json", "README.md"];

    /// <summary>The models of all folders; one that is in two is taken from the first.</summary>
    public IReadOnlyList<(ModelPage Page, DateTimeOffset? At)> Read(IEnumerable<EvidenceRoot> roots) =>
    [
        .. roots.Where(root => Directory.Exists(root.Models))
            .SelectMany(root => Directory.EnumerateDirectories(root.Models))
            .DistinctBy(Path.GetFileName)
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(ReadModel),
    ];

    private (ModelPage Page, DateTimeOffset? At) ReadModel(string folder)
    {
        var training = ReadJson<TrainingDocument>(Path.Combine(folder, "training.json"));
        var page = new ModelPage
        {
            Name = Path.GetFileName(folder),
            Architecture = training?.Architecture,
            Parameters = training?.Parameters,
            Accuracy = training?.Accuracy,
            Required = training?.Required,
            Epochs = training?.Epochs?.Select(epoch => new ModelEpoch(epoch.Epoch, epoch.Loss, epoch.TestAccuracy, epoch.ImagesPerSecond)).ToList() ?? [],
            Classes = training?.Classification?.Classes ?? [],
            Confusion = training?.Classification?.Confusion ?? [],
            Facts = [.. Facts(training)],
            Files = [.. Listed.Select(name => Path.Combine(folder, name)).Where(File.Exists).Select(Entry)],
        };
        return (page, training is null ? null : training.Started + TimeSpan.FromSeconds(training.Seconds));
    }

    private static IEnumerable<ModelFact> Facts(TrainingDocument? training)
    {
        if (training is null)
            yield break;
        var configuration = training.Configuration;
        yield return new ModelFact("Dataset", string.Create(CultureInfo.InvariantCulture,
            $"{training.Dataset.Name}, {training.Dataset.TrainImages} images to train, {training.Dataset.TestImages} to test"));
        yield return new ModelFact("Dataset digest", training.Dataset.Digest);
        yield return new ModelFact("Training", string.Create(CultureInfo.InvariantCulture,
            $"{configuration.Optimizer} {configuration.LearningRate}, batch {configuration.BatchSize}, {configuration.Epochs} epochs, seed {configuration.Seed}, {configuration.Threads} threads"));
        yield return new ModelFact("Time", string.Create(CultureInfo.InvariantCulture, $"{training.Seconds:0.#} s"));
        yield return new ModelFact("Trained on", $"{training.Environment.OperatingSystem}, {training.Environment.Processor}, {training.Environment.Framework}");
        yield return new ModelFact("libtorch", training.Environment.LibTorch);
    }

    private EvidenceEntry Entry(string path) =>
        new(Path.GetFileName(path), new FileInfo(path).Length, FileDigest.Of(path), Href.Relative(output, path));

    private T? ReadJson<T>(string path)
        where T : class
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), ArtifactJson.Options);
        }
        catch (JsonException error)
        {
            problems.Add(new SourceProblem(path, (int)(error.LineNumber ?? 0) + 1, $"The file is damaged ({error.Message}): train the model again."));
            return null;
        }
    }
}
