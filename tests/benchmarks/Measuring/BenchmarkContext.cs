using Survey.Experiments.Images;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Benchmarks.Measuring;

/// <summary>What benchmarks share: the model, the images, the packed worker, a folder for the peers.</summary>
internal sealed class BenchmarkContext(string repository, ArtifactFolder artifacts, int rounds, IEventSink events)
{
    private WorkerImage? worker;

    public int Rounds { get; } = rounds;

    public string Repository { get; } = repository;

    /// <summary>The exported CNN.</summary>
    public string Model => Existing(Path.Combine(artifacts.Model("cnn"), "model.onnx"), "./build.sh --target=Export");

    /// <summary>The 10,000 test images as an IDX file.</summary>
    public string Images => Existing(Path.Combine(artifacts.Dataset("mnist"), "t10k-images-idx3-ubyte"), "./build.sh --target=Data");

    /// <summary>The folder with the dataset's four files.</summary>
    public string Data => Path.GetDirectoryName(Images)!;

    /// <summary>Peers and intermediate files; everything in it can be made again.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(artifacts.Root, "benchmarks", name)).FullName;

    public string PeerFile(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    /// <summary>The worker as it goes into the image.</summary>
    public async Task<WorkerImage> WorkerAsync(CancellationToken cancellationToken)
    {
        if (worker is not null)
            return worker;
        using var http = new HttpClient();
        var builder = new WorkerImageBuilder(Repository, new ArtifactFolder(Folder("worker")), SearchPath, http, events);
        var request = new ImageRequest("benchmark", new ImageSpec { Base = BaseImage.Scratch, Repository = "survey/benchmark" }) { HasEngine = true };
        return worker = await builder.LayOutAsync(request, cancellationToken);
    }

    public async Task<string> WorkerProgramAsync(CancellationToken cancellationToken)
    {
        var image = await WorkerAsync(cancellationToken);
        return Path.Combine(image.RootFolder, image.Executable);
    }

    private static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    private static string Existing(string path, string command) => File.Exists(path)
        ? path
        : throw new BenchmarkSkippedException($"'{path}' is not there; run {command} first.");
}
