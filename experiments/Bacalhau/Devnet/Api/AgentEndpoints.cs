using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Scheduling;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary><c>/agent</c>: what the server says of itself.</summary>
internal sealed class AgentEndpoints(NodeRegistry nodes, JobStore store, Func<object> configuration)
{
    public void Map(Router router) => router
        .Map("GET", "agent/alive", (_, _) => Answer(new { Status = "OK" }))
        .Map("GET", "agent/version", (_, _) => Answer(ServerVersion.Info))
        .Map("GET", "agent/node", (_, _) => Answer(nodes.States()[0].Info))
        .Map("GET", "agent/config", (_, _) => Answer(new { config = configuration() }))
        .Map("GET", "agent/authconfig", (_, _) => Answer(new { Version = "1.0.0", Config = new { } }))
        .Map("GET", "agent/debug", (_, _) => Answer(new { ActiveJobs = ActiveJobs(), DiscoveredNodes = nodes.States(), jobsCompleted = JobsCompleted() }));

    private IReadOnlyList<string> ActiveJobs() =>
        store.Read(read => read.All.Where(record => !record.Current.IsTerminal).Select(record => record.ID).ToList());

    private int JobsCompleted() => store.Read(read => read.All.Count(record => record.Current.State.StateType == "Completed"));

    private static Task<object?> Answer(object body) => Task.FromResult<object?>(body);
}
