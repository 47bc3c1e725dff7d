using System.Text.Json;
using System.Text.Json.Nodes;
using Survey.Devnets.Bacalhau;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>The devnet a session is replayed against, and what happens to its nodes beside the calls.</summary>
internal sealed class ReplayTarget(BacalhauDevnet devnet, SessionPlan plan)
{
    private readonly IReadOnlyList<string> zones = ["alpha", "beta", "gamma"];
    private bool hasJoined;

    public Uri Api { get; } = new(devnet.Endpoints["api"]);

    /// <summary>How much shorter than recorded long pauses are.</summary>
    public double TimeScale => plan.TimeScale;

    /// <summary>See <see cref="SessionPlan.LogAskedForAfterwards"/>.</summary>
    public string? LogAskedForAfterwards => plan.LogAskedForAfterwards;

    /// <summary>Whether somebody has to choose between nodes.</summary>
    public bool HasSeveralNodes => devnet.NodeIds.Count > 1;

    /// <summary>Credentials for the harness's own reads.</summary>
    public string? Credentials => plan.Options("").Users.Count > 0 ? $"Bearer {plan.Options("").Users[0].ApiKey}" : null;

    /// <summary>Brings the devnet to where the recorded node was at the beginning.</summary>
    public async Task BeginAsync(HttpClient http, string image, CancellationToken cancellationToken)
    {
        devnet.Faults = plan.Faults;
        foreach (var (name, versions) in plan.EarlierJobs)
        {
            for (var version = 1; version <= versions; version++)
                await RunEarlierAsync(http, name, image, version, cancellationToken);
        }
    }

    private async Task RunEarlierAsync(HttpClient http, string name, string image, int version, CancellationToken cancellationToken)
    {
        var engine = new { Type = "docker", Params = new { Image = image, Parameters = new[] { $"echo v{version}" } } };
        var job = new { Job = new { Name = name, Type = "batch", Count = 1, Tasks = new[] { new { Name = "main", Engine = engine } } } };
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(job));
        content.Headers.ContentType = new("application/json");
        using var submitted = await http.PutAsync(new Uri(Api, "/api/v1/orchestrator/jobs"), content, cancellationToken);
        submitted.EnsureSuccessStatusCode();
        while (true)
        {
            var answer = JsonNode.Parse(await http.GetStringAsync(new Uri(Api, $"/api/v1/orchestrator/jobs/{name}"), cancellationToken))!;
            if (answer["Job"]!["State"]!["StateType"]!.ToString() == "Completed")
                return;
        }
    }

    /// <summary>Makes happen what happened before or instead of the call; containers are those of the job submitted last.</summary>
    /// <returns>The id of a node that joined; null when none did.</returns>
    public async Task<string?> PrepareAsync(RecordedCall call, string lastJob, CancellationToken cancellationToken)
    {
        if (!hasJoined && plan.SecondNodeJoinsBefore is > 0 and var first && call.Number == first)
        {
            hasJoined = true;
            return await devnet.JoinNodeAsync(new Dictionary<string, string> { ["zone"] = "b" }, isApproved: true, cancellationToken);
        }

        switch (call.Action)
        {
            case { Kind: HappeningKind.NodeKilled, Zone: var zone }:
                devnet.EndNode(NodeOf(zone), gracefully: false);
                break;
            case { Kind: HappeningKind.NodeShutDown, Zone: var zone }:
                devnet.EndNode(NodeOf(zone), gracefully: true);
                break;
            case { Kind: HappeningKind.NodeRestarted, Zone: var zone }:
                devnet.RestartNode(NodeOf(zone));
                break;
            case { Kind: HappeningKind.ContainerKilled }:
                WorkProcesses.Kill(lastJob);
                break;
        }

        return null;
    }

    /// <summary>Has work placed where it was recorded: which of several nodes gets it is left to chance on a real network.</summary>
    public void Prefer(IReadOnlyList<string> nodes) => devnet.PreferredNodes = nodes;

    private string NodeOf(string zone) => devnet.NodeIds[zones.Index().First(pair => pair.Item == zone).Index];
}
