using Cake.Frosting;

namespace Survey.Build.Tasks;

/// <summary>Renders the report from what is there; touches no network.</summary>
[TaskName("Render")]
[TaskDescription("Renders the report from what is there; touches no network.")]
public sealed class RenderTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken) =>
        context.ShowAsync(events => context.Survey.RenderAsync(events, cancellationToken));
}
