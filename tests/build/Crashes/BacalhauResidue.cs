using System.Text.Json;
using Survey.Experiments.Running;

namespace Survey.Build.Tests.Crashes;

/// <summary>Asks the orchestrator for jobs that have not ended, and the engine for containers of its nodes.</summary>
internal static class BacalhauResidue
{
    // Only these states are final: https://docs.bacalhau.org/cli-api/api/jobs
    private static readonly string[] Final = ["Completed", "Failed", "Stopped"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<string>> FindAsync(CrashSite site)
    {
        var left = new List<string>();
        foreach (var devnet in site.Devnets("bacalhau"))
            left.AddRange(await FindAsync(devnet));
        return left;
    }

    private static async Task<IReadOnlyList<string>> FindAsync(DevnetEndpointFile devnet)
    {
        var token = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = new Uri(devnet.Endpoints["api"]) };
        using var answer = JsonDocument.Parse(await http.GetStringAsync("api/v1/orchestrator/jobs?limit=1000", token));
        var left = answer.RootElement.GetProperty("Items").EnumerateArray()
            .Select(job => (Name: job.GetProperty("Name").GetString(), State: job.GetProperty("State").GetProperty("StateType").GetString()))
            .Where(job => !Final.Contains(job.State))
            .Select(job => $"job {job.Name} ({job.State})")
            .ToList();

        // A node hears of the stop after the client does.
        var label = $"survey.devnet.process={devnet.ProcessId}";
        var began = TimeProvider.System.GetTimestamp();
        IReadOnlyList<string> containers;
        while ((containers = await DockerResidue.ContainersAsync(label)).Count > 0 && TimeProvider.System.GetElapsedTime(began) < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(100), token);
        return [.. left, .. containers];
    }
}
