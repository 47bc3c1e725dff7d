using Cake.Common.IO;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Survey.Build.Tasks;

/// <summary>Removes everything generated.</summary>
[TaskName("Clean")]
[TaskDescription("Removes artifacts/: data, weights, images' folders, runs and reports.")]
public sealed class CleanTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        if (!context.DirectoryExists(context.ArtifactsFolder))
        {
            context.Log.Information("Nothing to remove: {0} does not exist.", context.ArtifactsFolder);
            return;
        }

        context.DeleteDirectory(context.ArtifactsFolder, new DeleteDirectorySettings { Recursive = true, Force = true });
        context.Log.Information("Removed {0}.", context.ArtifactsFolder);
    }
}
