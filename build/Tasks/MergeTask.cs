using Cake.Frosting;
using Spectre.Console;
using Survey.Experiments;
using Survey.Experiments.Reporting.Merging;

namespace Survey.Build.Tasks;

/// <summary>Takes in evidence of runs made elsewhere, after checking its manifest, and renders report/ from it.</summary>
[TaskName("Merge")]
[TaskDescription("Takes in evidence of runs made elsewhere, after checking its manifest, and renders report/ from it.")]
[Argument("--from=folder", "an artifacts folder, or one with bundles")]
public sealed class MergeTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var from = context.Option("from") ?? throw new SurveyException(ExitCode.InvalidSpecification, "Merge needs --from=folder, the folder with the runs to take in.");
        var result = new EvidenceMerger(Repository.Report).Merge(Path.GetFullPath(from));
        foreach (var line in result.Taken)
            context.Console.MarkupLineInterpolated($"[green]taken[/]: {line}");
        foreach (var line in result.Known)
            context.Console.MarkupLineInterpolated($"known: {line}");
        foreach (var line in result.Refused)
            context.Console.MarkupLineInterpolated($"[red]refused[/]: {line}");
        await context.ShowAsync(events => context.Survey.RenderKeptAsync(events, cancellationToken));
        if (result.Refused.Count > 0)
            throw new SurveyException(ExitCode.Error, $"{result.Refused.Count} of the bundles were refused, for the reasons above; the others are in {Repository.Report}.");
    }
}
