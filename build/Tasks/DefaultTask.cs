using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Survey.Build.Tasks;

/// <summary>Lists what can be asked for.</summary>
[TaskName("Default")]
[TaskDescription("Lists the targets and their arguments.")]
public sealed class DefaultTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context) => context.Log.Information("hello");
}
