using Cake.Frosting;
using Survey.Experiments.Running;

namespace Survey.Build.Tasks;

/// <summary>Removes what is deployed and proves it.</summary>
[TaskName("Teardown")]
[TaskDescription("Removes what is deployed and proves it.")]
[IsDependentOn(typeof(ContainerizeTask))]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--real", "uses the endpoints of the YAML instead of devnets; --allow-mainnet besides where that costs real money")]
[Argument("--parallel=4", "experiments under way at once")]
[Argument("--run=id", "goes on with that run")]
public sealed class TeardownTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken) =>
        await context.RunExperimentsAsync(context.Survey.Plan(), RunStages.Teardown);
}
