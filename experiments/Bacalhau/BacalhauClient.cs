using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>The calls of the orchestrator's API that the driver makes, with the server's traps kept away from everybody else.</summary>
internal sealed class BacalhauClient(BacalhauTransport transport, string jobNamespace)
{
    private const string Jobs = "api/v1/orchestrator/jobs";

    public BacalhauTransport Transport => transport;

    public Task<VersionAnswer> VersionAsync(CancellationToken cancellationToken) =>
        transport.GetAsync<VersionAnswer>("api/v1/agent/version", cancellationToken);

    public Task<AliveAnswer> AliveAsync(CancellationToken cancellationToken) =>
        transport.GetAsync<AliveAnswer>("api/v1/agent/alive", cancellationToken);

    public async Task<IReadOnlyList<NodeItem>> NodesAsync(CancellationToken cancellationToken) =>
        (await transport.GetAsync<NodesAnswer>("api/v1/orchestrator/nodes?order_by=id", cancellationToken)).Nodes ?? [];

    /// <summary>
    /// Submits a job under its fixed name. The server has no idempotence of its own, so a submission whose answer was lost is looked up
    /// by its name before it is sent again.
    /// </summary>
    public Task<string> SubmitAsync(JsonObject job, CancellationToken cancellationToken)
    {
        var name = job["Name"]!.GetValue<string>();
        var sent = false;
        return transport.RepeatAsync(
            async token =>
            {
                if (sent && await FindAsync(name, token) is { } arrived)
                    return arrived.ID;
                sent = true;
                try
                {
                    var request = new SubmitRequest((JsonObject)job.DeepClone(), Force: false);
                    return (await transport.SendAsync<SubmitAnswer>(HttpMethod.Put, Jobs, request, token)).JobID;
                }
                catch (NetworkException exception) when (BacalhauRefusal.Of(exception) is { IsUnchanged: true })
                {
                    if (await FindAsync(name, token) is not { } known)
                        throw;
                    return known.ID;
                }
            },
            cancellationToken);
    }

    /// <summary>A new version of a job that is there: sent once, because a second one would be another version.</summary>
    public async Task<string> UpdateAsync(JsonObject job, bool force, CancellationToken cancellationToken) =>
        (await transport.SendAsync<SubmitAnswer>(HttpMethod.Put, Jobs, new SubmitRequest(job, force), cancellationToken)).JobID;

    public async Task<string> DiffAsync(JsonObject job, CancellationToken cancellationToken) =>
        (await transport.RepeatAsync(token => transport.SendAsync<DiffAnswer>(HttpMethod.Put, $"{Jobs}/diff", new { Job = job }, token), cancellationToken)).Diff ?? "";

    /// <summary>The job by name or id, or null when the server does not know it.</summary>
    public async Task<JobItem?> FindAsync(string nameOrId, CancellationToken cancellationToken, ulong version = 0) =>
        (await ReadAsync(nameOrId, version == 0 ? "" : $"&job_version={version}", cancellationToken))?.Job;

    /// <summary>The job with its executions, in one call; null when the server does not know it.</summary>
    public async Task<(JobItem Job, IReadOnlyList<ExecutionItem> Executions)?> DescribeAsync(string nameOrId, CancellationToken cancellationToken) =>
        await ReadAsync(nameOrId, "&include=executions", cancellationToken) is { } answer ? (answer.Job, answer.Executions?.Items ?? []) : null;

    public async Task<IReadOnlyList<ExecutionItem>> ExecutionsAsync(string jobId, CancellationToken cancellationToken) =>
        (await transport.GetAsync<ExecutionsAnswer>($"{Path(jobId)}/executions?namespace={Escaped(jobNamespace)}", cancellationToken)).Items ?? [];

    public Task<HistoryAnswer> HistoryAsync(string jobId, string token, CancellationToken cancellationToken) =>
        transport.GetAsync<HistoryAnswer>(
            $"{Path(jobId)}/history?event_type=all&namespace={Escaped(jobNamespace)}{(token.Length > 0 ? $"&next_token={Escaped(token)}" : "")}", cancellationToken);

    public async Task<IReadOnlyList<JobItem>> VersionsAsync(string jobId, CancellationToken cancellationToken) =>
        (await transport.GetAsync<JobsAnswer>($"{Path(jobId)}/versions?namespace={Escaped(jobNamespace)}", cancellationToken)).Items ?? [];

    /// <summary>Every job with a label, of all namespaces.</summary>
    public async Task<IReadOnlyList<JobItem>> LabelledAsync(string label, string value, CancellationToken cancellationToken)
    {
        var found = new List<JobItem>();
        var token = "";
        do
        {
            var query = $"namespace=*&limit=200&labels={Escaped($"{label}={value}")}{(token.Length > 0 ? $"&next_token={Escaped(token)}" : "")}";
            var page = await transport.GetAsync<JobsAnswer>($"{Jobs}?{query}", cancellationToken);
            found.AddRange(page.Items ?? []);
            token = page.NextToken ?? "";
        }
        while (token.Length > 0);

        return found;
    }

    /// <summary>
    /// Runs a version again. Looks the job and the version up first: on 1.9.3 a rerun of something unknown leaves the store locked until
    /// the node is killed.
    /// </summary>
    public async Task<ulong> RerunAsync(string jobId, ulong version, CancellationToken cancellationToken)
    {
        if (await FindAsync(jobId, cancellationToken, version) is null)
            throw new NetworkException(NetworkErrorKind.Rejected, $"The job {jobId} has no version {version}: it cannot be run again.") { RemoteId = jobId };
        var body = new { JobVersion = version, Namespace = jobNamespace };
        return (await transport.SendAsync<RerunAnswer>(HttpMethod.Put, $"{Path(jobId)}/rerun", body, cancellationToken)).JobVersion;
    }

    /// <summary>Stops a job, unless it is over or unknown. Safe to repeat: the state is looked at first.</summary>
    public Task<JobItem?> StopAsync(string nameOrId, string reason, CancellationToken cancellationToken) => transport.RepeatAsync(
        async token =>
        {
            var job = await FindAsync(nameOrId, token);
            if (job is null or { IsTerminal: true })
                return job;
            try
            {
                await transport.SendAsync<JsonObject>(
                    HttpMethod.Delete, $"{Path(job.ID)}?namespace={Escaped(jobNamespace)}", new { reason, Namespace = jobNamespace }, token);
            }
            catch (NetworkException exception) when (BacalhauRefusal.Of(exception) is { IsOver: true })
            {
                // It ended between the look and the call.
            }

            return await FindAsync(job.ID, token);
        },
        cancellationToken);

    private async Task<JobAnswer?> ReadAsync(string nameOrId, string query, CancellationToken cancellationToken)
    {
        try
        {
            return await transport.GetAsync<JobAnswer>($"{Path(nameOrId)}?namespace={Escaped(jobNamespace)}{query}", cancellationToken);
        }
        catch (NetworkException exception) when (BacalhauRefusal.Of(exception) is { IsUnknown: true })
        {
            return null;
        }
    }

    // The server looks the text up as it was sent, so names must not need escapes; those of the driver do not.
    private static string Path(string nameOrId) => $"{Jobs}/{Escaped(nameOrId)}";

    private static string Escaped(string text) => Uri.EscapeDataString(text);
}
