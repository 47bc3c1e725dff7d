using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Images;

/// <summary>
/// Compiles the worker and lays out what an engine builds: <c>artifacts/images/&lt;tag&gt;/Dockerfile</c> and <c>root/</c>. The build itself is the
/// caller's (<c>docker build --tag Reference Context</c>), and needed only when <see cref="DockerImages"/> does not find the reference.
/// </summary>
/// <param name="repository">The repository's root folder.</param>
/// <param name="artifacts">Where images are kept.</param>
/// <param name="searchPath">The folders programs are looked for in, as in the variable PATH.</param>
/// <param name="http">Asks whether a registry answers.</param>
/// <param name="events">Takes progress.</param>
public sealed class WorkerImageBuilder(string repository, ArtifactFolder artifacts, string searchPath, HttpClient http, IEventSink events)
{
    private const string Subject = "Containerize";

    private static readonly Dictionary<string, string> StandardEnvironment = new(StringComparer.Ordinal)
    {
        // Read by ONNX Runtime before it initialises: official builds report home otherwise.
        ["ORT_DISABLE_TELEMETRY"] = "1",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        // The runtime's diagnostics would want a socket in /tmp.
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    /// <summary>Everything the layout depends on: the worker's sources, the template, the packages and the wishes.</summary>
    public StageKey KeyFor(ImageRequest request)
    {
        var key = StageKey.For(Subject, request.Name)
            .WithCode(typeof(WorkerImageBuilder).Assembly)
            .WithValue($"images.{request.Name}.base", request.Spec.Base)
            .WithValue($"images.{request.Name}.tls", request.Spec.Tls)
            .WithValue($"images.{request.Name}.repository", request.Spec.Repository)
            .WithValue($"images.{request.Name}.labels", string.Join('\n', Labels(request.Spec).Select(label => $"{label.Key}={label.Value}")))
            .WithValue("container engine", request.HasEngine)
            .WithValue("linker", new Prerequisites.ToolLocator(searchPath).Find("clang", "gcc"));
        foreach (var file in SourceFiles())
            key = key.WithFile(Path.GetRelativePath(repository, file).Replace('\\', '/'), file);
        return key;
    }

    /// <summary>Compiles and lays out; builds nothing.</summary>
    public async Task<WorkerImage> LayOutAsync(ImageRequest request, CancellationToken cancellationToken)
    {
        var work = Path.Combine(artifacts.Images, ".work");
        var published = await new WorkerPublisher(repository, searchPath, events).PublishAsync(request.Name, work, cancellationToken);
        var chosen = await BaseImage.ChooseAsync(request.Spec.Base, request.HasEngine, http, cancellationToken);
        events.Report(new NoteEvent(Subject, $"Base {chosen.Reference}: {chosen.Reason}"));

        var staging = Path.Combine(work, request.Name);
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        var root = new RootFolder(Path.Combine(staging, "root"));
        new RootLayout(request, LibrarySearch.OfThisMachine()).Fill(root, published, chosen);
        var files = root.List();
        var environment = Environment(request.Spec);
        var dockerfile = Template().Render(request.Name, chosen.Reference, Labels(request.Spec), environment, "/" + RootFolder.Executable);
        var tag = ContentTag.Of(files, dockerfile);
        var context = Place(staging, tag, dockerfile);

        var image = new WorkerImage
        {
            Name = request.Name,
            Reference = $"{request.Spec.Repository}:{tag}",
            Tag = tag,
            Context = context,
            RootFolder = Path.Combine(context, "root"),
            Executable = RootFolder.Executable,
            Kind = published.Kind,
            KindReason = published.Reason,
            Base = chosen,
            Tls = request.Spec.Tls,
            Files = files,
            Environment = environment,
            UnpackedBytes = files.Sum(file => file.Bytes),
            GzipBytes = LayerSize.Gzip(Path.Combine(context, "root")),
            Isolation = request.HasEngine ? WorkIsolation.Container : WorkIsolation.Process,
        };
        return Keep(image);
    }

    /// <summary>Lays out the image with a model on top of a worker's.</summary>
    public ModelImage LayOutModel(WorkerImage worker, string repositoryName, string modelPath)
    {
        var staging = Path.Combine(artifacts.Images, ".work", "model");
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        var root = new RootFolder(Path.Combine(staging, "root"));
        root.AddData(modelPath, ModelImage.ModelPath);
        root.Seal();
        var digest = FileDigest.Of(modelPath);
        var labels = new Dictionary<string, string> { ["org.opencontainers.image.title"] = "survey-worker-with-model", ["survey.model.sha256"] = digest };
        var dockerfile = Template().Render(worker.Name, worker.Reference, labels, new Dictionary<string, string>(), null);
        var tag = ContentTag.Of(root.List(), dockerfile);
        return new($"{repositoryName}:{tag}", Place(staging, tag, dockerfile), digest);
    }

    /// <summary>Writes the image's record, for example once its id is known.</summary>
    public WorkerImage Keep(WorkerImage image)
    {
        AtomicFile.WriteJson(RecordPath(image.Name), image);
        return image;
    }

    /// <summary>Where the record of an image is kept.</summary>
    public string RecordPath(string name) => Path.Combine(artifacts.Images, name + ".json");

    private DockerfileTemplate Template() => new(Path.Combine(repository, "templates", "Dockerfile.sbn"));

    private IEnumerable<string> SourceFiles() =>
    [
        .. Directory.GetFiles(Path.Combine(repository, "models", "worker"), "*.cs*", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
        Path.Combine(repository, "Directory.Packages.props"),
        Path.Combine(repository, "Directory.Build.props"),
        Path.Combine(repository, "templates", "Dockerfile.sbn"),
    ];

    /// <summary>No creation time and no commit: they would make new tags for the same content.</summary>
    private static Dictionary<string, string> Labels(ImageSpec spec) => new(spec.Labels, StringComparer.Ordinal)
    {
        ["org.opencontainers.image.title"] = "survey-worker",
        ["org.opencontainers.image.description"] = "Runs ONNX image classifiers: once over a batch, or as a service (Open Inference Protocol v2).",
        ["org.opencontainers.image.licenses"] = "MIT",
    };

    private static Dictionary<string, string> Environment(ImageSpec spec) => spec.Tls
        ? new(StandardEnvironment, StringComparer.Ordinal) { ["SSL_CERT_FILE"] = "/" + RootFolder.Certificates }
        : StandardEnvironment;

    /// <summary>Moves what was staged to its tag's folder; content that is there already is left as it is.</summary>
    private string Place(string staging, string tag, string dockerfile)
    {
        var context = Path.Combine(artifacts.Images, tag);
        if (Directory.Exists(context))
        {
            Directory.Delete(staging, recursive: true);
            events.Report(new NoteEvent(Subject, $"Content {tag} is unchanged."));
            return context;
        }

        AtomicFile.WriteText(Path.Combine(staging, "Dockerfile"), dockerfile);
        Directory.Move(staging, context);
        return context;
    }
}
