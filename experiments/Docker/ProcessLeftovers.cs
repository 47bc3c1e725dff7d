using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Docker;

/// <summary>
/// Finds and ends workers that run as plain processes. Their environment is their label, and Linux shows it to the same user; elsewhere
/// only those whose process id reached the journal can be found, and only by that id.
/// </summary>
internal static class ProcessLeftovers
{
    private const string Proc = "/proc";

    public static async Task<ResourceProof> EndAsync(Resource resource, CancellationToken cancellationToken)
    {
        var processes = Directory.Exists(Proc) ? WithMark($"{DockerNames.NameVariable}={resource.Name}") : ById(resource.Id);
        foreach (var process in processes)
        {
            using (process)
                await EndAsync(process, cancellationToken);
        }

        return new ResourceProof(resource, ResourceFate.Gone, $"No process of this machine carries the name '{resource.Name}'.");
    }

    public static IReadOnlyList<Resource> Find(ResidueScope scope)
    {
        if (!Directory.Exists(Proc))
            return [];
        string[] marks = scope.Experiment is { } experiment
            ? [$"{DockerNames.RunVariable}={scope.RunId}", $"{DockerNames.ExperimentVariable}={experiment}"]
            : [$"{DockerNames.RunVariable}={scope.RunId}"];
        var found = new List<Resource>();
        foreach (var process in WithMark(marks))
        {
            using (process)
                found.Add(new Resource(DockerNames.Process, NameOf(process.Id), $"{process.Id}", new Dictionary<string, string>()));
        }

        return found;
    }

    private static async Task EndAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is InvalidOperationException or Win32Exception { NativeErrorCode: 3 })
        {
            // Ended by itself in between.
        }
    }

    private static IEnumerable<Process> ById(string? id)
    {
        if (!int.TryParse(id, CultureInfo.InvariantCulture, out var number))
            return [];
        try
        {
            return [Process.GetProcessById(number)];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    private static List<Process> WithMark(params string[] marks)
    {
        var found = new List<Process>();
        var machine = NamespaceOf("self");
        foreach (var folder in Directory.EnumerateDirectories(Proc))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId)
                continue;
            var environment = EnvironmentOf(id);
            // A worker in a container carries the same marks; the engine is asked about those.
            if (marks.All(environment.Contains) && NamespaceOf($"{id}") == machine)
                found.AddRange(ById($"{id}"));
        }

        return found;
    }

    private static string? NamespaceOf(string process)
    {
        try
        {
            return new FileInfo($"{Proc}/{process}/ns/pid").LinkTarget;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string NameOf(int id) => EnvironmentOf(id)
        .FirstOrDefault(variable => variable.StartsWith(DockerNames.NameVariable + "=", StringComparison.Ordinal))?[(DockerNames.NameVariable.Length + 1)..] ?? $"{id}";

    private static HashSet<string> EnvironmentOf(int id)
    {
        try
        {
            return [.. Encoding.UTF8.GetString(File.ReadAllBytes($"{Proc}/{id}/environ")).Split('\0')];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // Another user's, or ended in between: not one of ours.
            return [];
        }
    }
}
