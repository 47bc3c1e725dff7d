using Cake.Frosting;
using Spectre.Console;
using Survey.Experiments.Scaffolding;

namespace Survey.Build.Tasks;

/// <summary>Scaffolds a network.</summary>
[TaskName("New")]
[TaskDescription("Writes a commented YAML block and a README stub for a new network.")]
[Argument("--network=name", "name of the network: lower-case letters, digits and -")]
[Argument("--driver=http|command", "by requests (the default) or by a command line tool")]
public sealed class NewTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var files = new NetworkScaffold(Repository.Root).Write(context.Option("network"), context.Option("driver"));
        foreach (var file in files)
            context.Console.MarkupLineInterpolated($"[green]written[/]: {Path.GetRelativePath(Repository.Root, file)}");
        context.Console.WriteLine("List the YAML file under 'include:' in experiments.yaml, edit it, then run --target=Validate. docs/adding-a-network.md tells the story.");
        return Task.CompletedTask;
    }
}
