using Survey.Build.Terminal;
using Survey.Experiments;
using Survey.Experiments.Planning;
using Survey.Experiments.Running;

namespace Survey.Build;

/// <summary>Running experiments from a task.</summary>
internal static class RunExtensions
{
    /// <summary>Runs stages of the planned experiments; fails when one did.</summary>
    public static async Task RunExperimentsAsync(this BuildContext context, SurveyPlan plan, RunStages stages)
    {
        if (await context.TryRunExperimentsAsync(plan, stages) is { } failure)
            throw failure;
    }

    /// <summary>Runs stages of the planned experiments and returns the failure instead of throwing it, so that a report can still be rendered.</summary>
    public static async Task<SurveyException?> TryRunExperimentsAsync(this BuildContext context, SurveyPlan plan, RunStages stages)
    {
        RunResult? result = null;
        await context.ShowAsync(async events => result = await context.Survey.RunAsync(plan, stages, events));
        OutcomeTable.Write(context.Console, result!, context.Artifacts);
        return result!.ExitCode == ExitCode.Done
            ? null
            : new SurveyException(
                context.Interruption.ExitCode ?? result.ExitCode,
                $"Run {result.RunId}: {string.Join(' ', result.Outcomes.Where(outcome => outcome.ExitCode != ExitCode.Done).Select(outcome => $"{outcome.Experiment}: {outcome.Reason}").Concat(result.Swept.Residue))}");
    }
}
