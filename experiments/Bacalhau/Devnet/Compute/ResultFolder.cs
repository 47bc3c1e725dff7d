using Survey.Devnets.Bacalhau.Wire;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>The folder an execution's results are gathered in: one folder per result path, made by the node's user with mode 0755.</summary>
internal sealed class ResultFolder(string executionFolder)
{
    private static readonly string[] Taken = ["stdout", "stderr", "exitCode"];

    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(executionFolder, "results")).FullName;

    /// <summary>Makes the folders; the answer is what to mount.</summary>
    public IReadOnlyList<WorkMount> Prepare(JobTask task) => [.. (task.ResultPaths ?? []).Select(Mount)];

    /// <summary>Removes everything of the execution but its published result.</summary>
    public void Delete()
    {
        try
        {
            Directory.Delete(executionFolder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Files of another user, left by a container; the state folder goes as a whole.
        }
    }

    private WorkMount Mount(ResultPath result)
    {
        if (result.Name != System.IO.Path.GetFileName(result.Name) || result.Name is "." or ".." || Taken.Contains(result.Name))
        {
            throw new ComputeException(ExecutionFailure.Plain(
                Topics.Running, $"preparing arguments: failed to create results dir for execution: result path name {result.Name} cannot be used"));
        }

        return new WorkMount(Directory.CreateDirectory(System.IO.Path.Combine(Path, result.Name)).FullName, result.Path, ReadOnly: false);
    }
}
