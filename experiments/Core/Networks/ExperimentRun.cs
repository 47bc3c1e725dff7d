using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Networks;

/// <summary>One experiment of one run, as its driver sees it.</summary>
public sealed record ExperimentRun
{
    /// <summary>The run, for example <c>20261123-084012-7f3a</c>: goes into labels and names on the network.</summary>
    public required string RunId { get; init; }

    /// <summary>The experiment's name in the YAML.</summary>
    public required string Experiment { get; init; }

    /// <summary>What to run, defaults and matrix already applied.</summary>
    public required ExperimentSpec Spec { get; init; }

    /// <summary>The driver's own options, bound to <see cref="NetworkDriver.Options"/>.</summary>
    public required object Options { get; init; }

    /// <summary>The inference worker as image and as plain folder.</summary>
    public required WorkerArtifact Worker { get; init; }

    /// <summary>The ONNX file.</summary>
    public required FileArtifact Model { get; init; }

    /// <summary>The inputs: one IDX file with <see cref="InputCount"/> images or more.</summary>
    public required FileArtifact Inputs { get; init; }

    /// <summary>How many images, from the first, are to be predicted.</summary>
    public required int InputCount { get; init; }

    /// <summary>The folder of this experiment in the run store; raw answers go to its <c>raw/</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Journal of this experiment: intent before every create.</summary>
    public required IExperimentJournal Journal { get; init; }

    /// <summary>Until when anything created may live; set as remote-side expiry wherever the network has one.</summary>
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>A file with its digest, and where a network can fetch it if it was published.</summary>
/// <param name="Path">Full path on this machine.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Url">Where it is hosted for this run; null when it is not.</param>
public sealed record FileArtifact(string Path, string Sha256, long Bytes, Uri? Url = null);

/// <summary>The inference worker, packaged.</summary>
/// <param name="Image">Image reference for an engine or a network to use (pushed and by digest when published); null without an engine.</param>
/// <param name="Digest">Image digest in the registry; null when not pushed.</param>
/// <param name="RootFolder">The same content as a folder, for process isolation.</param>
/// <param name="Executable">Path of the worker program inside <paramref name="RootFolder"/>, relative, forward slashes.</param>
/// <param name="ModelImage">An image with the model baked in at <c>/model/model.onnx</c>, where the delivery asks for it.</param>
public sealed record WorkerArtifact(string? Image, string? Digest, string RootFolder, string Executable, string? ModelImage = null)
{
    /// <summary>The image's name in an order. Where no engine made an image, stand-ins run the folder as a plain process under this name.</summary>
    public string ImageName => Image ?? "survey/worker:local";

    /// <summary>The same for the image with the model baked in.</summary>
    public string ModelImageName => ModelImage ?? "survey/worker-with-model:local";
}
