using Cake.Frosting;
using Survey.Build.Terminal;
using Survey.Experiments.Planning;

namespace Survey.Build.Tasks;

/// <summary>Says what a run would do, create and cost; touches no network.</summary>
[TaskName("Plan")]
[TaskDescription("Says what a run would do, create and cost; touches no network.")]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
[Argument("--real", "with the endpoints of the YAML")]
[Argument("--explain", "names every input that changed")]
[Argument("--json", "one JSON document on standard output")]
public sealed class PlanTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var plan = context.Survey.Plan();
        if (context.Switch("json"))
            Session.Document.WriteLine(PlanJson.Write(plan));
        else
            PlanView.Write(context.Console, PlanText.Lines(plan, context.Switch("explain")));
        return Task.CompletedTask;
    }
}
