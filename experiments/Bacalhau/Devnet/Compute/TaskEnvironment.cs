using System.Text.RegularExpressions;
using Survey.Devnets.Bacalhau.Wire;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>The variables a container gets: those of the engine, of the task, of the node where allowed, and the node's own.</summary>
internal sealed class TaskEnvironment(IReadOnlyList<string> allowedVariables)
{
    private const string Forward = "env:";

    /// <summary>Why the node will not resolve one of them; null when it will.</summary>
    public string? Refusal(JobTask task)
    {
        foreach (var (name, value) in task.Env ?? new Dictionary<string, string>())
        {
            if (Forwarded(value) is { } variable && !allowedVariables.Any(pattern => Regex.IsMatch(variable, pattern)))
                return $"this node does not resolve environment variable {name}: environment variable '{variable}' is not in allowed patterns";
        }

        return null;
    }

    public IReadOnlyDictionary<string, string> Build(Execution execution, DockerParams docker, IReadOnlyList<(PortMapping Port, WorkPort Bound)> ports)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in docker.EnvironmentVariables.Select(text => text.Split('=', 2)))
            variables[pair[0]] = pair.Length == 2 ? pair[1] : "";
        foreach (var (name, value) in execution.Job.Task.Env ?? new Dictionary<string, string>())
            variables[name] = Forwarded(value) is { } variable ? Resolve(variable) : value;
        variables["BACALHAU_EXECUTION_ID"] = execution.ID;
        variables["BACALHAU_JOB_ID"] = execution.JobID;
        variables["BACALHAU_JOB_TYPE"] = execution.Job.Type;
        variables["BACALHAU_PARTITION_INDEX"] = $"{execution.PartitionIndex}";
        variables["BACALHAU_PARTITION_COUNT"] = $"{execution.Job.Count}";
        foreach (var (port, bound) in ports)
        {
            variables[$"BACALHAU_HOST_PORT_{port.Name}"] = $"{bound.HostPort}";
            if (execution.Job.Task.Network.Type == "Bridge")
                variables[$"BACALHAU_PORT_{port.Name}"] = $"{bound.Target}";
        }

        return variables;
    }

    private static string? Forwarded(string value) => value.StartsWith(Forward, StringComparison.Ordinal) ? value[Forward.Length..] : null;

    private static string Resolve(string variable) => Environment.GetEnvironmentVariable(variable)
        ?? throw new ComputeException(ExecutionFailure.Plain(
            Topics.Running,
            "preparing arguments: failed to resolve environment variables: failed to resolve task environment variables: "
            + $"required environment variable '{variable}' not found"));
}
