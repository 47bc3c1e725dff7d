using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>What the server checks of a job, in its own words: when it is submitted, and once defaults are in place.</summary>
internal static class JobValidator
{
    private static readonly string[] Types = ["batch", "ops", "service", "daemon"];

    /// <summary>Refuses a job the API server would refuse.</summary>
    public static void CheckSubmission(SubmittedJob submitted)
    {
        var problems = Problems(submitted).ToList();
        if (problems.Count > 0)
            throw ApiException.BadRequest(string.Join('\n', problems));
    }

    /// <summary>Refuses a job the store would refuse, defaults in place.</summary>
    public static void CheckStored(Job job)
    {
        if (job.ID.Contains(' ', StringComparison.Ordinal))
            throw ApiException.Store("job ID contains a space");
        if (string.IsNullOrWhiteSpace(job.Name))
            throw ApiException.Store("missing job name");
        if (job.Name.Contains('\0', StringComparison.Ordinal))
            throw ApiException.Store("job Name contains a null character");
        var timeouts = job.Task.Timeouts;
        if (timeouts.TotalTimeout > 0 && timeouts.ExecutionTimeout + timeouts.QueueTimeout > timeouts.TotalTimeout)
        {
            throw TaskProblem(job, $"task timeouts validation failed: execution timeout {WireTime.Duration(timeouts.ExecutionTimeout)} and queue timeout "
                + $"{WireTime.Duration(timeouts.QueueTimeout)} should be less than total timeout {WireTime.Duration(timeouts.TotalTimeout)}");
        }

        if (job.Task.ResultPaths is { Count: > 0 } && string.IsNullOrWhiteSpace(job.Task.Publisher?.Type))
            throw TaskProblem(job, "publisher must be set if result paths are set");
    }

    private static ApiException TaskProblem(Job job, string problem) => ApiException.Store($"task {job.Task.Name} validation failed: {problem}");

    private static IEnumerable<string> Problems(SubmittedJob submitted)
    {
        var job = submitted.Job;
        if (job.Type.Length == 0)
            yield return "missing job type";
        else if (!Types.Contains(job.Type))
            yield return $"invalid job type: \"{job.Type}\"";
        if (submitted.Count < 0)
            yield return "job count must be >= 0";
        if (job.RunsEverywhere && submitted.Count > 1)
            yield return $"{job.Type} jobs cannot specify count > 1 as they run on all matching nodes";
        if (job.Tasks.Count == 0)
            yield return "missing job tasks";
        for (var i = 0; i < job.Constraints.Count; i++)
        {
            if (ConstraintProblem(job.Constraints[i]) is { } problem)
                yield return $"constraint {i + 1} validation failed: {problem}";
        }

        foreach (var task in job.Tasks)
        {
            if (TaskValidator.Problem(task) is { } problem)
                yield return problem;
        }
    }

    private static string? ConstraintProblem(Constraint constraint)
    {
        var values = constraint.Values?.Count ?? 0;
        if (string.IsNullOrWhiteSpace(constraint.Key))
            return "selector key cannot be blank";
        return constraint.Operator switch
        {
            "in" or "notin" => values == 0 ? "selector values cannot be empty for In or NotIn operators" : null,
            "exists" or "!" => values > 0 ? "selector values must be empty for Exists or KeyNotInImap operators" : null,
            _ => values != 1 ? "selector values must have exactly one value for other operators" : null,
        };
    }
}
