using System.Globalization;
using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Compute;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Environments, status and stop.</summary>
internal sealed class ComputeRoutes(OceanNode node)
{
    public IEnumerable<Route> All() =>
    [
        new("computeEnvironments", "GET", "/api/services/computeEnvironments", ErrorShape.Text, (request, _) => Task.FromResult(Environments(request))),
        new("computeStatus", "GET", "/api/services/compute", ErrorShape.Hidden, (request, _) => Task.FromResult(Status(request))),
        new("computeStop", "PUT", "/api/services/compute", ErrorShape.Hidden, (request, _) => Task.FromResult(Stop(request))),
        new("computeDelete", "DELETE", "/api/services/compute", ErrorShape.Text, (_, _) => Task.FromResult(Reply.Text("Not yet implemented!", 404))),
    ];

    private Reply Environments(NodeRequest request) =>
        request.Query("chainId") is { } chain && chain != node.Addresses.ChainId.ToString(CultureInfo.InvariantCulture)
            ? Reply.Json(new JsonArray())
            : Reply.Json(new JsonArray(node.Environment.ToJson()));

    private Reply Status(NodeRequest request)
    {
        var (id, consumer, agreement) = (request.Query("jobId"), request.Query("consumerAddress"), request.Query("agreementId"));
        if (id is null && consumer is null && agreement is null)
            throw new Refusal(500, "Missing parameters");
        var (cluster, bare) = Split(id);
        if (cluster is not null && cluster != node.Environment.ClusterHash)
            throw new Refusal(500, "Unknown cluster");
        // Orders are not kept with the jobs, so that no agreement finds one.
        var found = agreement is not null ? [] : node.Engine.Jobs.Where(job => IsAsked(job, cluster, bare, consumer));
        return Reply.Json(List(found, withResults: true));
    }

    private bool IsAsked(ComputeJob job, string? cluster, string? bare, string? consumer)
    {
        if (consumer is not null && !string.Equals(job.Request.Owner, consumer, StringComparison.OrdinalIgnoreCase))
            return false;
        var unfiltered = bare is null || (consumer is not null && cluster is null && node.Switches.BareJobIdGivesAll);
        return unfiltered || job.BareId == bare;
    }

    private Reply Stop(NodeRequest request)
    {
        var (_, bare) = Split(request.Query("jobId"));
        var consumer = node.Authenticator.Authenticate(request, SignatureText.StopCompute);
        if (bare is null || node.Engine.Find(bare) is not { } job || !string.Equals(job.Request.Owner, consumer, StringComparison.OrdinalIgnoreCase))
            return Reply.Json(new JsonArray());
        job.StopRequested = true;
        return Reply.Json(List([job], withResults: false));
    }

    private JsonArray List(IEnumerable<ComputeJob> jobs, bool withResults) =>
        [.. jobs.Select(job => JobJson.Status(job, node.Addresses.ChainId, withResults))];

    /// <summary>An id as its cluster and the job's own part.</summary>
    internal static (string? Cluster, string? Bare) Split(string? id) => id?.Split('-', 2) switch
    {
        [var cluster, var bare] => (cluster, bare),
        [{ Length: > 0 } bare] => (null, bare),
        _ => (null, null),
    };
}
