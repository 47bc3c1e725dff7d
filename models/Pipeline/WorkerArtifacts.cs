using System.Buffers.Binary;
using System.Text.Json;
using Survey.Experiments;
using Survey.Experiments.Images;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;

namespace Survey.Models.Pipeline;

/// <summary>Finds the files that the pipeline left, for the runner.</summary>
public sealed class WorkerArtifacts(ArtifactFolder artifacts, WorkerImageBuilder images) : IRunInputs
{
    /// <inheritdoc/>
    public RunInputs Find(SurveySpec spec, ExperimentSpec experiment)
    {
        var dataset = spec.Models[experiment.Model].Dataset;
        var file = spec.Datasets[dataset].Files.First(file => file.Value.Role == DatasetRole.TestImages);
        var inputs = Artifact(Path.Combine(artifacts.Dataset(dataset), file.Key), nameof(Stage.Data));
        var model = Artifact(new ModelFolder(artifacts.Model(experiment.Model)).Onnx, nameof(Stage.Export));
        var there = CountImages(inputs.Path);
        var wanted = experiment.Workload.Images;
        if (wanted > there && EveryImage.In(spec.Datasets[dataset], artifacts.Dataset(dataset)) is { } every)
        {
            inputs = Artifact(every, nameof(Stage.Data));
            there = CountImages(every);
        }

        if (wanted > there)
        {
            throw new SurveyException(
                ExitCode.InvalidSpecification,
                $"The workload asks for {wanted:N0} images and dataset '{dataset}' has {there:N0}. Lower workload.images, or 0 for all test images.");
        }

        var worker = ReadImage(images, experiment.Image);
        return new RunInputs(worker.ToArtifact(ModelImageOf(experiment, model)), model, inputs, wanted == 0 ? there : wanted);
    }

    /// <summary>The record of a packaged worker.</summary>
    /// <exception cref="SurveyException">It was not packaged yet.</exception>
    internal static WorkerImage ReadImage(WorkerImageBuilder images, string name) => Read<WorkerImage>(images.RecordPath(name))
        ?? throw Missing(images.RecordPath(name), nameof(Stage.Containerize));

    /// <summary>Where the record of a worker with a model baked in stands.</summary>
    internal static string ModelRecordPath(WorkerImageBuilder images, string image, string model) =>
        Path.ChangeExtension(images.RecordPath(image), $".{model}.json");

    private string? ModelImageOf(ExperimentSpec experiment, FileArtifact model) =>
        Read<ModelImage>(ModelRecordPath(images, experiment.Image, experiment.Model)) is { ImageId: not null } layered && layered.ModelSha256 == model.Sha256
            ? layered.Reference
            : null;

    private static FileArtifact Artifact(string path, string target) => File.Exists(path)
        ? new FileArtifact(path, FileDigest.Of(path), new FileInfo(path).Length)
        : throw Missing(path, target);

    private static SurveyException Missing(string path, string target) =>
        new(ExitCode.MissingPrerequisite, $"'{path}' is not there. Run --target={target} first.");

    private static T? Read<T>(string path)
        where T : class => File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), ArtifactJson.Options) : null;

    /// <summary>The first dimension in the header of an IDX file.</summary>
    private static int CountImages(string path)
    {
        Span<byte> header = stackalloc byte[8];
        using var stream = File.OpenRead(path);
        stream.ReadExactly(header);
        return BinaryPrimitives.ReadInt32BigEndian(header[4..]);
    }
}
