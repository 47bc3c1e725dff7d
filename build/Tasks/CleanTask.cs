using Cake.Common.IO;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Survey.Experiments;

namespace Survey.Build.Tasks;

/// <summary>Removes everything generated.</summary>
[TaskName("Clean")]
[TaskDescription("Removes artifacts/: data, weights, images' folders, runs and reports.")]
public sealed class CleanTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var artifacts = context.Artifacts;
        if (!context.DirectoryExists(artifacts.Root))
        {
            context.Log.Information("Nothing to remove: {0} does not exist.", artifacts.Root);
            return Task.CompletedTask;
        }

        // A slip of the pen in --artifacts must not cost somebody a home folder.
        if (artifacts.Root != Repository.Artifacts && !File.Exists(artifacts.Lock) && !Directory.Exists(artifacts.Cache))
        {
            throw new SurveyException(
                ExitCode.ArtifactsUnusable,
                $"'{artifacts.Root}' holds neither '{Path.GetFileName(artifacts.Lock)}' nor '{Path.GetFileName(artifacts.Cache)}', so it does not look like a folder of this program. Nothing was removed; remove it by hand.");
        }

        context.DeleteDirectory(artifacts.Root, new DeleteDirectorySettings { Recursive = true, Force = true });
        context.Log.Information("Removed {0}.", artifacts.Root);
        return Task.CompletedTask;
    }
}
