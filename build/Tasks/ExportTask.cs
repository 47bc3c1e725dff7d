using Cake.Frosting;

namespace Survey.Build.Tasks;

/// <summary>Writes the ONNX files and verifies them.</summary>
[TaskName("Export")]
[TaskDescription("Writes the ONNX files and verifies them.")]
[IsDependentOn(typeof(TrainTask))]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--force", "runs it although nothing changed")]
public sealed class ExportTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken) =>
        context.ShowAsync(events => context.Survey.Pipeline(events).ExportAsync(context.Survey.PlannedExperiments(), cancellationToken));
}
