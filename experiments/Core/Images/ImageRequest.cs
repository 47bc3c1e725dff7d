using Survey.Experiments.Specification;

namespace Survey.Experiments.Images;

/// <summary>One image to lay out.</summary>
/// <param name="Name">Its name in experiments.yaml.</param>
/// <param name="Spec">What experiments.yaml says about it.</param>
public sealed record ImageRequest(string Name, ImageSpec Spec)
{
    /// <summary>Whether an engine will build it. Without one the folder serves plain processes and its base does not matter.</summary>
    public bool HasEngine { get; init; }
}
