using Cake.Frosting;

namespace Survey.Build.Tasks;

/// <summary>Trains the models and writes their cards; up to date unless something changed.</summary>
[TaskName("Train")]
[TaskDescription("Trains the models and writes their cards; up to date unless something changed.")]
[IsDependentOn(typeof(DataTask))]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--force", "runs it although nothing changed")]
public sealed class TrainTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken) =>
        context.ShowAsync(events => context.Survey.Pipeline(events).TrainAsync(context.Survey.PlannedExperiments(), cancellationToken));
}
