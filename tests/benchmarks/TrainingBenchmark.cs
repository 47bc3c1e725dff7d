using System.Globalization;
using System.Text.Json;
using Survey.Benchmarks.Measuring;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Native;
using Survey.Models.Training;
using static TorchSharp.torch;

namespace Survey.Benchmarks;

/// <summary>Training on two threads: our loop against PyTorch's, same network, same data, same optimiser.</summary>
internal sealed class TrainingBenchmark : IBenchmark
{
    /// <summary>Two hundred batches: the first pass over them warms up, the second one counts.</summary>
    private const int Images = 12_800;
    private const int TestImages = 64;
    private const int Threads = 2;

    public string Name => "training";

    public string Peer => "PyTorch of Debian (python3-torch, libopenblas0-pthread) as it comes, two threads";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await Debian.EnsureAsync(["python3-torch", "libopenblas0-pthread"], cancellationToken);
        if (!LibTorch.Check().IsUsable)
            throw new BenchmarkSkippedException(LibTorch.Check().Message);
        LibTorch.Load();
        var dataset = Load(context);
        var (ours, peer) = await Interleaved.MedianAsync(
            context.Rounds,
            () => Task.Factory.StartNew(() => Ours(dataset, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            () => PeerAsync(context, cancellationToken));
        return [new(Name, ours, peer, "images/s", new(1.5, AtLeast: true))];
    }

    private static double Ours(ImageDataset dataset, CancellationToken cancellationToken)
    {
        var model = new ModelSpec { Dataset = dataset.Name, Architecture = "cnn", Epochs = 2, Threads = Threads };
        set_num_threads(Threads);
        manual_seed(model.Seed);
        var architecture = Architectures.Find(model.Architecture);
        using var network = new TrainedNetwork(architecture, architecture.Create(new ImageShape(dataset.Test.Height, dataset.Test.Width, dataset.Classes)));
        var loop = new TrainingLoop("benchmark", model, dataset, TimeProvider.System, NullEventSink.Instance);
        loop.Train(network, cancellationToken);
        return loop.Epochs[^1].ImagesPerSecond;
    }

    private static async Task<double> PeerAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        // The system's interpreter: the package is installed for it, not for one that comes first on the PATH.
        var printed = await ExternalProgram.RunAsync(
            "/usr/bin/python3",
            [context.PeerFile("training.py"), context.Data, Images.ToString(CultureInfo.InvariantCulture), Threads.ToString(CultureInfo.InvariantCulture)],
            cancellationToken);
        return JsonDocument.Parse(printed).RootElement.GetProperty("imagesPerSecond").GetDouble();
    }

    private static ImageDataset Load(BenchmarkContext context)
    {
        var spec = SurveyFile.Load(Path.Combine(context.Repository, "experiments.yaml"), new LoadOptions()).Require();
        var all = ImageDataset.Load("mnist", spec.Datasets["mnist"], context.Data);
        return all with { Train = First(all.Train, Images), Test = First(all.Test, TestImages) };
    }

    private static LabelledImages First(LabelledImages images, int count) =>
        images with { Pixels = images.Pixels[..(count * images.Size)], Labels = images.Labels[..count] };
}
