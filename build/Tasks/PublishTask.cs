using Cake.Frosting;
using Spectre.Console;
using Survey.Experiments.Running;

namespace Survey.Build.Tasks;

/// <summary>Pushes images and puts files where real nodes read them, and holds both for a run.</summary>
[TaskName("Publish")]
[TaskDescription("Pushes images and puts files where real nodes read them; --target=Teardown --run=id takes them back.")]
[IsDependentOn(typeof(ContainerizeTask))]
[Argument("--real", "for the endpoints of the YAML; devnets read from this machine")]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--run=id", "goes on with that run")]
[Argument("--hold=2h", "how long Sweep keeps off")]
public sealed class PublishTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var plan = context.Survey.Plan();
        // What cannot run is shown with its reason; what reads from this machine needs nothing.
        var published = plan with { Experiments = [.. plan.Experiments.Where(experiment => experiment.Stages.Contains(Stage.Publish))] };
        if (published.Experiments.Count == 0)
            context.Console.WriteLine("Nothing to publish: these experiments read from this machine. With --real they use the endpoints of the YAML.");
        else
            await context.RunExperimentsAsync(published, RunStages.Publish);
    }
}
