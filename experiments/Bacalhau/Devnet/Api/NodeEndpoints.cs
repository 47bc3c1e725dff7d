using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Scheduling;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary><c>/orchestrator/nodes</c>.</summary>
internal sealed class NodeEndpoints(NodeRegistry nodes)
{
    private static readonly Dictionary<string, Comparison<NodeState>> Orders = new()
    {
        ["id"] = (left, right) => string.CompareOrdinal(left.Info.NodeID, right.Info.NodeID),
        ["type"] = (left, right) => string.CompareOrdinal(left.Info.NodeType, right.Info.NodeType),
        ["available_cpu"] = (left, right) => Free(right).CPU.CompareTo(Free(left).CPU),
        ["available_memory"] = (left, right) => Free(right).Memory.CompareTo(Free(left).Memory),
        ["available_disk"] = (left, right) => Free(right).Disk.CompareTo(Free(left).Disk),
        ["available_gpu"] = (left, right) => Free(right).GPU.CompareTo(Free(left).GPU),
        ["approval"] = (left, right) => string.CompareOrdinal(left.Membership, right.Membership),
        ["status"] = (left, right) => string.CompareOrdinal(left.Connection, right.Connection),
    };

    public void Map(Router router) => router
        .Map("GET", "orchestrator/nodes", (request, _) => Task.FromResult<object?>(List(request)))
        .Map("GET", "orchestrator/nodes/*", (request, _) => Task.FromResult<object?>(new { Node = nodes.Find(request.Segments[0]) }))
        .Map("PUT", "orchestrator/nodes/*", ChangeAsync);

    private object List(ApiRequest request)
    {
        var limit = request.Unsigned("limit");
        var reverse = request.Flag("reverse");
        var selector = LabelSelector.Parse(request.QueryAll("labels"));
        var order = request.Query("order_by") is { Length: > 0 } name ? name : "id";
        if (!Orders.TryGetValue(order, out var comparison))
            throw ApiException.BadRequest("invalid order_by");
        var states = nodes.States()
            .Where(state => selector.Matches(state.Info.Labels))
            .Where(state => Is(request.Query("filter-approval"), state.Membership))
            .Where(state => Is(request.Query("filter-status"), state.Connection))
            .ToList();
        states.Sort(comparison);
        if (reverse)
            states.Reverse();
        return new { NextToken = "", Nodes = limit == 0 ? states : states.Take((int)limit) };
    }

    private async Task<object?> ChangeAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await request.BodyAsync(RequestSchemas.PutNode, cancellationToken);
        Action<string> change = body?["Action"]?.GetValue<string>() switch
        {
            "approve" => nodes.Approve,
            "reject" => nodes.Reject,
            "delete" => nodes.Delete,
            _ => throw ApiException.Internal(),
        };
        change(request.Segments[0]);
        return new { Success = true };
    }

    private static NodeResources Free(NodeState state) => state.Info.ComputeNodeInfo.AvailableCapacity;

    private static bool Is(string wanted, string actual) => wanted.Length == 0 || wanted.Equals(actual, StringComparison.OrdinalIgnoreCase);
}
