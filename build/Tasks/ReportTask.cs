using Cake.Frosting;
using Spectre.Console;
using Survey.Experiments.Running;

namespace Survey.Build.Tasks;

/// <summary>Runs the experiments from training to teardown and renders the report.</summary>
[TaskName("Report")]
[TaskDescription("Runs the experiments from training to teardown and renders the report.")]
[IsDependentOn(typeof(ContainerizeTask))]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--real", "uses the endpoints of the YAML instead of devnets; --allow-mainnet besides where that costs real money")]
[Argument("--parallel=4", "experiments under way at once")]
[Argument("--run=id", "goes on with that run")]
public sealed class ReportTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var failure = await context.TryRunExperimentsAsync(context.Survey.Plan(), RunStages.All);
        await context.ShowAsync(events => context.Survey.RenderAsync(events, cancellationToken));
        context.Console.MarkupLineInterpolated($"[green]report[/]: {Path.Combine(context.Survey.Artifacts.Report, "report.html")}");
        if (failure is not null)
            throw failure;
    }
}
