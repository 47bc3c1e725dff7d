namespace Survey.Experiments;

/// <summary>A failure the user can act on: the message is a full sentence, the exit code says which kind it is.</summary>
/// <param name="exitCode">The process's exit code.</param>
/// <param name="message">What failed, with which value, and what to do about it.</param>
/// <param name="innerException">The cause.</param>
public class SurveyException(ExitCode exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The process's exit code.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}
