using Cake.Frosting;

namespace Survey.Build.Tasks;

/// <summary>Compiles the inference worker and packages it.</summary>
[TaskName("Containerize")]
[TaskDescription("Compiles the inference worker and packages it.")]
[IsDependentOn(typeof(ExportTask))]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--force", "runs it although nothing changed")]
public sealed class ContainerizeTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken) =>
        context.ShowAsync(events => context.Survey.Pipeline(events).ContainerizeAsync(context.Survey.PlannedExperiments(), cancellationToken));
}
