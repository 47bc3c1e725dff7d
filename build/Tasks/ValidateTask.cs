using Cake.Frosting;
using Spectre.Console;
using Survey.Experiments.Specification;

namespace Survey.Build.Tasks;

/// <summary>Checks experiments.yaml.</summary>
[TaskName("Validate")]
[TaskDescription("Checks experiments.yaml and says everything that is wrong with it, with file and line.")]
[Argument("--set path=value", "is checked too")]
public sealed class ValidateTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var result = context.LoadSpecification();
        foreach (var warning in result.Findings.Where(finding => finding.Severity == FindingSeverity.Warning))
            context.Console.WriteLine(warning.ToString());
        var spec = result.Require();
        context.Console.MarkupLineInterpolated(
            $"[green]valid[/]: {spec.Experiments.Count} experiments on {spec.Networks.Count} networks, {spec.Models.Count} models, {spec.Datasets.Count} datasets");
        return Task.CompletedTask;
    }
}
