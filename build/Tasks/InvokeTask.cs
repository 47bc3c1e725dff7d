using Cake.Frosting;
using Survey.Experiments.Running;

namespace Survey.Build.Tasks;

/// <summary>Runs the workload on what is deployed.</summary>
[TaskName("Invoke")]
[TaskDescription("Runs the workload on what is deployed.")]
[IsDependentOn(typeof(ContainerizeTask))]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--real", "uses the endpoints of the YAML instead of devnets; --allow-mainnet besides where that costs real money")]
[Argument("--parallel=4", "experiments under way at once")]
[Argument("--run=id", "goes on with that run")]
[Argument("--hold=2h", "how long Sweep keeps off")]
public sealed class InvokeTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken) =>
        await context.RunExperimentsAsync(context.Survey.Plan(), RunStages.Invoke);
}
