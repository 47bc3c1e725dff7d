using Cake.Frosting;
using Survey.Experiments.Running;

namespace Survey.Build.Tasks;

/// <summary>Deploys the experiments and holds them for Invoke and Teardown.</summary>
[TaskName("Deploy")]
[TaskDescription("Deploys the experiments and holds them for Invoke and Teardown.")]
[IsDependentOn(typeof(ContainerizeTask))]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--real", "uses the endpoints of the YAML instead of devnets; --allow-mainnet besides where that costs real money")]
[Argument("--parallel=4", "experiments under way at once")]
[Argument("--run=id", "goes on with that run")]
[Argument("--hold=2h", "how long Sweep keeps off")]
public sealed class DeployTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken) =>
        await context.RunExperimentsAsync(context.Survey.Plan(), RunStages.Quote | RunStages.Deploy);
}
