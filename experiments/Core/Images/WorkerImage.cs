using Survey.Experiments.Networks;

namespace Survey.Experiments.Images;

/// <summary>The packaged worker, as <c>artifacts/images/&lt;name&gt;.json</c> keeps it.</summary>
public sealed record WorkerImage
{
    /// <summary>Its name in experiments.yaml.</summary>
    public required string Name { get; init; }

    /// <summary>Repository and tag, for example <c>survey/worker:3f2a91c07b5d8e14</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>The hash of the content.</summary>
    public required string Tag { get; init; }

    /// <summary>The folder to build: the Dockerfile and <c>root/</c>.</summary>
    public required string Context { get; init; }

    /// <summary>The image's own files as a folder, which plain processes run from as well.</summary>
    public required string RootFolder { get; init; }

    /// <summary>The worker inside <see cref="RootFolder"/>, forward slashes.</summary>
    public required string Executable { get; init; }

    /// <summary>How it was compiled.</summary>
    public required WorkerKind Kind { get; init; }

    /// <summary>Why it is not NativeAOT; null when it is.</summary>
    public string? KindReason { get; init; }

    /// <summary>What it is built on.</summary>
    public required BaseImage Base { get; init; }

    /// <summary>Whether OpenSSL and CA certificates are in.</summary>
    public required bool Tls { get; init; }

    /// <summary>The image's own files.</summary>
    public required IReadOnlyList<ImageFile> Files { get; init; }

    /// <summary>Environment variables of the image.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Size of the image's own files, without its base.</summary>
    public required long UnpackedBytes { get; init; }

    /// <summary>Size of the same as gzip-compressed tar, as a registry stores a layer.</summary>
    public required long GzipBytes { get; init; }

    /// <summary>The engine's id of the built image; null without an engine.</summary>
    public string? ImageId { get; init; }

    /// <summary>Whether work runs in containers of it or as plain processes from its folder.</summary>
    public required WorkIsolation Isolation { get; init; }

    /// <summary>What the engine, the network drivers and the report take from it.</summary>
    public WorkerArtifact ToArtifact(string? modelImage = null) => new(
        Isolation == WorkIsolation.Container ? Reference : null, null, RootFolder, Executable, modelImage);
}

/// <summary>How work is kept apart from the machine.</summary>
public enum WorkIsolation
{
    /// <summary>In containers of the image.</summary>
    Container,

    /// <summary>As plain processes: no engine answers.</summary>
    Process,
}
