namespace Survey.Experiments.Reporting;

/// <summary>The report cannot be made. The message says what to do.</summary>
public sealed class ReportException(string message, Exception? innerException = null) : SurveyException(ExitCode.Error, message, innerException);
