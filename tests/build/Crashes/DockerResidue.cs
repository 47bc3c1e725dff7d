using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Experiments.Running;

namespace Survey.Build.Tests.Crashes;

/// <summary>Asks the engine for containers, and Linux for processes, that carry the id of one of a site's runs.</summary>
internal static class DockerResidue
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<string>> FindAsync(CrashSite site)
    {
        var left = new List<string>();
        foreach (var run in new RunStore(site.Artifacts).All())
        {
            left.AddRange(await ContainersAsync($"survey.run={run.RunId}"));
            left.AddRange(Processes($"SURVEY_RUN={run.RunId}"));
        }

        return left;
    }

    /// <summary>Containers with a label, running or not; none where no engine answers.</summary>
    public static async Task<IReadOnlyList<string>> ContainersAsync(string label)
    {
        try
        {
            using var configuration = new DockerClientConfiguration(defaultTimeout: Patience);
            using var client = configuration.CreateClient();
            var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [label] = true } };
            var found = await client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters });
            return [.. found.Select(container => $"container {string.Join(",", container.Names)} ({container.State})")];
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or IOException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Processes(string mark)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string[] environment;
            try
            {
                environment = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "environ"))).Split('\0');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Ended in between, or somebody else's.
                continue;
            }

            if (environment.Contains(mark))
                yield return $"process {Path.GetFileName(folder)}";
        }
    }
}
