using System.Globalization;
using System.Text.RegularExpressions;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>What the server checks of a task when it is submitted, in its own words.</summary>
internal static class TaskValidator
{
    /// <summary>The problems, joined as the server joins them; null when there are none.</summary>
    public static string? Problem(JobTask task)
    {
        var problems = Problems(task).ToList();
        return problems.Count == 0 ? null : $"task {task.Name} validation failed: {string.Join('\n', problems)}";
    }

    private static IEnumerable<string> Problems(JobTask task)
    {
        if (string.IsNullOrWhiteSpace(task.Name))
            yield return "missing task name";
        if (Spec(task.Engine) is { } engine)
            yield return $"invalid engine: {engine}";
        if (Timeouts(task.Timeouts) is { } timeouts)
            yield return $"invalid timeouts: {timeouts}";
        if (Resources(task.Resources) is { } resources)
            yield return $"invalid resources: {resources}";
        if (NetworkValidator.Problem(task.Network) is { } network)
            yield return $"invalid network: {network}";
        if (Joined((task.InputSources ?? []).SelectMany(Input)) is { } inputs)
            yield return $"invalid input sources: {inputs}";
        if (Joined((task.ResultPaths ?? []).SelectMany(Output)) is { } outputs)
            yield return $"invalid output: {outputs}";
        foreach (var problem in Duplicates(task).Concat(Environment(task)))
            yield return problem;
    }

    private static string? Spec(SpecConfig? spec) => spec switch
    {
        null => "nil spec config",
        { Type: var type } when string.IsNullOrWhiteSpace(type) => "missing spec type",
        _ => null,
    };

    private static string? Timeouts(TimeoutConfig timeouts) => Joined(
    [
        // The server prints 0s for the execution timeout whatever was asked for.
        timeouts.ExecutionTimeout < 0 ? "invalid execution timeout value: 0s" : null,
        timeouts.QueueTimeout < 0 ? $"invalid queue timeout value: {WireTime.Duration(timeouts.QueueTimeout)}" : null,
        timeouts.TotalTimeout < 0 ? $"invalid total timeout value: {WireTime.Duration(timeouts.TotalTimeout)}" : null,
    ]);

    private static string? Resources(ResourcesConfig resources)
    {
        var cpu = ResourceText.Normalize(resources.CPU);
        var cores = cpu is null ? 0 : ResourceText.Cores(cpu);
        return Joined(
        [
            cores is null ? $"invalid CPU value: {resources.CPU}" : null,
            cores < 0 ? string.Create(CultureInfo.InvariantCulture, $"invalid CPU value: {cores:0.000000}") : null,
            Unreadable(resources.Memory, text => ResourceText.Bytes(text) is null, "memory"),
            Unreadable(resources.Disk, text => ResourceText.Bytes(text) is null, "disk"),
            Unreadable(resources.GPU, text => ResourceText.Devices(text) is null, "GPU"),
        ]);
    }

    private static string? Unreadable(string? text, Func<string, bool> isBad, string what) =>
        ResourceText.Normalize(text) is { } normal && isBad(normal) ? $"invalid {what} value: {text}" : null;

    private static IEnumerable<string> Input(InputSource input)
    {
        if (string.IsNullOrWhiteSpace(input.Target))
            yield return "input source is missing a target";
        if (Spec(input.Source) is { } source)
            yield return $"invalid input source: {source}";
    }

    private static IEnumerable<string> Output(ResultPath path)
    {
        if (string.IsNullOrWhiteSpace(path.Name))
            yield return "missing name";
        if (string.IsNullOrWhiteSpace(path.Path))
            yield return "missing path";
        if (!path.Path.StartsWith('/'))
            yield return $"result path `{path.Path}` must be absolute";
    }

    private static IEnumerable<string> Duplicates(JobTask task)
    {
        foreach (var target in Repeated((task.InputSources ?? []).Select(input => input.Target)))
            yield return $"input source with target '{target}' already exists";
        foreach (var alias in Repeated((task.InputSources ?? []).Select(input => input.Alias)))
            yield return $"input source with alias '{alias}' already exists";
        foreach (var name in Repeated((task.ResultPaths ?? []).Select(path => path.Name)))
            yield return $"result path with name '{name}' already exists";
        foreach (var path in Repeated((task.ResultPaths ?? []).Select(path => path.Path)))
            yield return $"result path '{path}' already exists";
    }

    private static IEnumerable<string> Environment(JobTask task)
    {
        foreach (var (name, value) in task.Env ?? new Dictionary<string, string>())
        {
            if (VariableProblem(name, value) is { } problem)
                yield return $"environment variable '{name}' {problem}";
        }
    }

    private static string? VariableProblem(string name, string value)
    {
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
            return "must start with a letter";
        if (!Regex.IsMatch(name, "^[A-Za-z0-9_]*$"))
            return "can only contain letters, numbers, and underscores";
        if (name != name.ToUpperInvariant())
            return "must be uppercase";
        if (name.StartsWith("BACALHAU_", StringComparison.Ordinal))
            return "cannot start with BACALHAU_";
        return value.Length == 0 ? "cannot have empty value" : null;
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> values) =>
        values.Where(value => value.Length > 0).GroupBy(value => value).Where(group => group.Count() > 1).Select(group => group.Key);

    private static string? Joined(IEnumerable<string?> problems) =>
        string.Join('\n', problems.Where(problem => problem is not null)) is { Length: > 0 } text ? text : null;
}
