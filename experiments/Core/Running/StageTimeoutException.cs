namespace Survey.Experiments.Running;

/// <summary>A stage took longer than its limit.</summary>
internal sealed class StageTimeoutException(Stage stage, TimeSpan limit, string setting)
    : SurveyException(ExitCode.FailedExperiment, $"{stage} was ended after {limit.TotalSeconds:0.###} s, its limit ({setting}): raise the limit or look into raw/ for what it waited for.");
