namespace Survey.Experiments.Inference;

/// <summary>An inference server refused, answered something else than the protocol says, or not at all; or a picture cannot be read.</summary>
/// <param name="message">What failed and what to do about it.</param>
/// <param name="innerException">The cause.</param>
public sealed class InferenceException(string message, Exception? innerException = null)
    : SurveyException(ExitCode.FailedExperiment, message, innerException);
