namespace Survey.Experiments.Images;

/// <summary>An image with the model baked in at <c>/model/model.onnx</c>, on top of the worker's.</summary>
/// <param name="Reference">Repository and tag; the tag is a hash of the worker's tag and the model.</param>
/// <param name="Context">The folder to build.</param>
/// <param name="ModelSha256">Digest of the model.</param>
/// <param name="ImageId">The engine's id; null before it is built.</param>
public sealed record ModelImage(string Reference, string Context, string ModelSha256, string? ImageId = null)
{
    /// <summary>Where the model lies inside.</summary>
    public const string ModelPath = "/model/model.onnx";
}
