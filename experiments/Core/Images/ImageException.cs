namespace Survey.Experiments.Images;

/// <summary>The worker could not be compiled or packaged.</summary>
/// <param name="image">The image's name in experiments.yaml.</param>
/// <param name="message">What failed and what to do about it.</param>
/// <param name="innerException">The cause.</param>
public sealed class ImageException(string image, string message, Exception? innerException = null)
    : SurveyException(ExitCode.FailedStage, message, innerException)
{
    /// <summary>The image's name in experiments.yaml.</summary>
    public string Image { get; } = image;
}
