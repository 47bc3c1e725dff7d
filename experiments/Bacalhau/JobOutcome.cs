using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>Tells what became of a job: which execution holds each partition's result, or why there is none.</summary>
internal static class JobOutcome
{
    private const int MostShown = 400;

    /// <summary>One completed execution per partition, in order.</summary>
    /// <exception cref="NetworkException">The job failed, was stopped, or a container failed; the message names the true cause.</exception>
    public static IReadOnlyList<ExecutionItem> Completed(JobItem job, IReadOnlyList<ExecutionItem> executions, int partitions)
    {
        if (job.State.StateType != "Completed")
            throw Failed(job, Explain(job, executions));

        // A container that failed by itself counts as completed with Bacalhau: the exit code tells.
        if (executions.FirstOrDefault(execution => execution is { IsCompleted: true, RunOutput.ExitCode: not 0 }) is { } broken)
            throw Failed(job, $"the worker of partition {broken.PartitionIndex} ended with exit code {broken.RunOutput!.ExitCode}: {Head(broken.RunOutput.Stderr)}");
        var byPartition = executions.Where(execution => execution.IsCompleted).GroupBy(execution => execution.PartitionIndex)
            .ToDictionary(group => group.Key, group => group.Last());
        var missing = Enumerable.Range(0, partitions).Where(index => !byPartition.ContainsKey(index)).ToList();
        return missing.Count == 0
            ? [.. byPartition.OrderBy(pair => pair.Key).Take(partitions).Select(pair => pair.Value)]
            : throw Failed(job, $"it says that it completed, but partition {missing[0]} has no completed execution", NetworkErrorKind.Untrustworthy);
    }

    // "already executed on this node more than once" only says that nothing was left to try: the cause stands with the executions.
    private static string Explain(JobItem job, IReadOnlyList<ExecutionItem> executions)
    {
        var causes = executions.Where(execution => execution.ComputeState.StateType is 4 or 10)
            .Select(execution => execution.ComputeState.Message ?? "")
            .Where(message => message.Length > 0)
            .Distinct()
            .ToList();
        return causes switch
        {
            [] => $"it is {job.State.StateType}: {Head(job.State.Message)}",
            [var cause, ..] when cause.Contains("memory limit exceeded", StringComparison.Ordinal) => "a worker used more memory than it asked for: raise resources.memoryMiB",
            [var cause, ..] when cause.StartsWith("Execution timed out", StringComparison.Ordinal) => $"{cause}: raise limits.run; the time includes fetching image and inputs",
            _ => string.Join("; ", causes.Select(Head)),
        };
    }

    private static NetworkException Failed(JobItem job, string why, NetworkErrorKind kind = NetworkErrorKind.Failed) =>
        new(kind, $"The job {job.Name} ({job.ID}) failed: {why}.") { RemoteId = job.ID };

    private static string Head(string? text) => (text ?? "").Trim() is { Length: > MostShown } longer ? longer[..MostShown] + "…" : (text ?? "").Trim();
}
