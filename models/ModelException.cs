using Survey.Experiments;

namespace Survey.Models;

/// <summary>A stage of the model's way (data, training, export) that cannot go on; the message says what failed and what to do.</summary>
public class ModelException(string message, Exception? inner = null) : SurveyException(ExitCode.FailedStage, message, inner);
