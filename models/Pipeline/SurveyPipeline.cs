using Survey.Experiments.Images;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Onnx;
using Survey.Models.Training;

namespace Survey.Models.Pipeline;

/// <summary>Data, Train, Export and Containerize for what the chosen experiments need: each once, each only when something changed.</summary>
public sealed class SurveyPipeline(SurveySpec spec, ArtifactFolder artifacts, PipelineTools tools)
{
    private readonly StageCache cache = new(artifacts, tools.Time);
    private readonly StageKeys keys = new(spec, artifacts, tools.SpecificationFolder);

    /// <summary>Fetches the datasets of the experiments' models.</summary>
    public async Task DataAsync(IEnumerable<ExperimentSpec> experiments, CancellationToken cancellationToken)
    {
        var store = new DatasetStore(tools.Http, tools.Time, tools.SpecificationFolder, tools.SearchPath);
        foreach (var dataset in Models(experiments).Select(model => spec.Models[model].Dataset).Distinct())
        {
            var folder = artifacts.Dataset(dataset);
            await cache.RunAsync(keys.Data(dataset), tools.Force, tools.Events, async cancellation =>
            {
                await store.FetchAsync(dataset, spec.Datasets[dataset], folder, tools.Events, cancellation);
                return [.. spec.Datasets[dataset].Files.Keys.Select(file => Path.Combine(folder, file))];
            }, cancellationToken);
        }
    }

    /// <summary>Trains the experiments' models, except those brought as ONNX.</summary>
    public async Task TrainAsync(IEnumerable<ExperimentSpec> experiments, CancellationToken cancellationToken)
    {
        foreach (var name in Models(experiments))
        {
            var model = spec.Models[name];
            if (model.Onnx is { } onnx)
            {
                tools.Events.Report(new NoteEvent(Trainer.Stage, $"Train {name}: skipped, the model is brought as '{onnx}'"));
                continue;
            }

            var files = new ModelFolder(artifacts.Model(name));
            await cache.RunAsync(keys.Train(name), tools.Force, tools.Events, async cancellation =>
            {
                await new Trainer(tools.Time).TrainAsync(
                    name, model, spec.Datasets[model.Dataset], artifacts.Dataset(model.Dataset), files, tools.Events, cancellation);
                return [files.Weights, files.Training, files.Card];
            }, cancellationToken);
        }
    }

    /// <summary>Writes and verifies the experiments' ONNX files.</summary>
    public async Task ExportAsync(IEnumerable<ExperimentSpec> experiments, CancellationToken cancellationToken)
    {
        foreach (var name in Models(experiments))
        {
            var model = spec.Models[name];
            var files = new ModelFolder(artifacts.Model(name));
            var (dataset, data) = (spec.Datasets[model.Dataset], artifacts.Dataset(model.Dataset));
            await cache.RunAsync(keys.Export(name), tools.Force, tools.Events, async cancellation =>
            {
                if (model.Onnx is { } onnx)
                    await new OnnxImporter(tools.Time).ImportAsync(name, SpecificationPaths.Resolve(tools.SpecificationFolder, onnx), dataset, data, files, tools.Events, cancellation);
                else
                    await new OnnxExporter(tools.Time).ExportAsync(name, dataset, data, files, tools.Events, cancellation);
                return [files.Onnx, files.Export];
            }, cancellationToken);
        }
    }

    /// <summary>Packages the worker, and the worker with the model where an experiment has it delivered in the image.</summary>
    public async Task ContainerizeAsync(IReadOnlyCollection<ExperimentSpec> experiments, CancellationToken cancellationToken)
    {
        var hasEngine = await tools.Engine.AnswersAsync(cancellationToken);
        foreach (var name in experiments.Select(experiment => experiment.Image).Distinct())
        {
            var request = new ImageRequest(name, spec.Images[name]) { HasEngine = hasEngine };
            var key = tools.Images.KeyFor(request);
            await cache.RunAsync(
                key, tools.Force, tools.Events, async cancellation => OutputsOf(await tools.Images.LayOutAsync(request, cancellation)), cancellationToken);
            var image = WorkerArtifacts.ReadImage(tools.Images, name);
            if (hasEngine)
                image = await BuildAsync(image, key, cancellationToken);
            else
                tools.Events.Report(new NoteEvent(nameof(Stage.Containerize), $"No container engine answers: {image.RootFolder} serves process isolation."));

            foreach (var model in experiments.Where(experiment => experiment.Image == name && NeedsModelImage(experiment)).Select(experiment => experiment.Model).Distinct())
            {
                var layered = tools.Images.LayOutModel(image, $"{spec.Images[name].Repository}-{model}", new ModelFolder(artifacts.Model(model)).Onnx);
                if (hasEngine)
                    layered = layered with { ImageId = await BuildAsync(layered.Context, layered.Reference, cancellationToken) };
                AtomicFile.WriteJson(WorkerArtifacts.ModelRecordPath(tools.Images, name, model), layered);
            }
        }
    }

    // The id goes into the record of the image, which is an output of the stage: noted in the cache, or the worker would be compiled in every run.
    private async Task<WorkerImage> BuildAsync(WorkerImage image, StageKey key, CancellationToken cancellationToken)
    {
        var id = await BuildAsync(image.Context, image.Reference, cancellationToken);
        if (id == image.ImageId)
            return image;
        image = tools.Images.Keep(image with { ImageId = id });
        cache.Record(key, OutputsOf(image));
        return image;
    }

    private IReadOnlyList<string> OutputsOf(WorkerImage image) =>
        [tools.Images.RecordPath(image.Name), .. image.Files.Select(file => Path.Combine(image.RootFolder, file.Path))];

    private async Task<string?> BuildAsync(string context, string reference, CancellationToken cancellationToken)
    {
        if (await tools.Engine.FindAsync(reference, cancellationToken) is { } id)
        {
            tools.Events.Report(new NoteEvent(nameof(Stage.Containerize), $"Image {reference} is in the engine already."));
            return id;
        }

        tools.Events.Report(new NoteEvent(nameof(Stage.Containerize), $"Building image {reference}."));
        await tools.Engine.BuildAsync(context, reference, cancellationToken);
        return await tools.Engine.FindAsync(reference, cancellationToken);
    }

    private bool NeedsModelImage(ExperimentSpec experiment)
    {
        if (experiment.Delivery is { } delivery)
            return delivery == ModelDelivery.Image;
        var network = spec.Networks[experiment.Network];
        return network.Driver is { } driver
            && tools.Drivers.TryGetValue(driver, out var known)
            && known.CapabilitiesWith(network.Settings).ModelDelivery is [ModelDelivery.Image, ..];
    }

    private static IEnumerable<string> Models(IEnumerable<ExperimentSpec> experiments) =>
        experiments.Select(experiment => experiment.Model).Distinct();
}
