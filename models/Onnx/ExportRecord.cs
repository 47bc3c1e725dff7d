using Survey.Models.Training;

namespace Survey.Models.Onnx;

/// <summary>The content of <c>export.json</c>: what the deployed model is and how it was verified.</summary>
public sealed record ExportRecord
{
    /// <summary>Name in experiments.yaml.</summary>
    public required string Model { get; init; }

    /// <summary>Where it comes from.</summary>
    public required ModelOrigin Origin { get; init; }

    /// <summary>The weights it was exported from, or the file that was brought.</summary>
    public required FileRecord Source { get; init; }

    /// <summary>The deployed file.</summary>
    public required FileRecord Onnx { get; init; }

    /// <summary>Opset of the operators; null for a brought model.</summary>
    public int? Opset { get; init; }

    /// <summary>Version of the file format (IR); null for a brought model.</summary>
    public int? FormatVersion { get; init; }

    /// <summary>The image input.</summary>
    public required TensorRecord Input { get; init; }

    /// <summary>The output that is read.</summary>
    public required TensorRecord Output { get; init; }

    /// <summary>The file's metadata_props.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>What ONNX Runtime made of the test images.</summary>
    public required VerificationRecord Verification { get; init; }

    /// <summary>What onnx.checker said.</summary>
    public required CheckerRecord Checker { get; init; }

    /// <summary>Version of ONNX Runtime.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>Time of export and verification.</summary>
    public required double Seconds { get; init; }
}

/// <summary>Where a deployed model comes from.</summary>
public enum ModelOrigin
{
    /// <summary>Trained and exported here.</summary>
    Trained,

    /// <summary>An ONNX file of the user's.</summary>
    Brought,
}

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type.</param>
/// <param name="Dimensions">Sizes, or names of dynamic ones.</param>
public sealed record TensorRecord(string Name, string Type, IReadOnlyList<string> Dimensions);

/// <summary>A model's predictions over the test images in ONNX Runtime.</summary>
/// <param name="Images">Test images.</param>
/// <param name="Accuracy">Share told right; null without labels or without classes.</param>
/// <param name="PredictionHash">SHA-256 over one byte per argmax: what every network has to reproduce. Null for more than 256 classes.</param>
/// <param name="LargestDifference">Largest difference of a score from TorchSharp's; null for a brought model.</param>
/// <param name="Tolerance">What was allowed; null for a brought model.</param>
public sealed record VerificationRecord(int Images, double? Accuracy, string? PredictionHash, double? LargestDifference, double? Tolerance);

/// <summary>The verdict of the reference checker.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Detail">Version of the checker, or why it was not run.</param>
public sealed record CheckerRecord(CheckerOutcome Outcome, string Detail);

/// <summary>How the reference checker ended; a model it refuses is not exported.</summary>
public enum CheckerOutcome
{
    /// <summary>It accepted the model.</summary>
    Passed,

    /// <summary>It is not installed.</summary>
    NotRun,
}
