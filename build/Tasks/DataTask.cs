using Cake.Frosting;

namespace Survey.Build.Tasks;

/// <summary>Fetches the datasets and checks their digests.</summary>
[TaskName("Data")]
[TaskDescription("Fetches the datasets and checks their digests.")]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--force", "runs it although nothing changed")]
public sealed class DataTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken) =>
        context.ShowAsync(events => context.Survey.Pipeline(events).DataAsync(context.Survey.PlannedExperiments(), cancellationToken));
}
