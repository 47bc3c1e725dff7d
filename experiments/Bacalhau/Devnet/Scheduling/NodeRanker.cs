using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Scheduling;

/// <summary>Says which nodes can take an execution of a job, and of the others why not, in the server's words.</summary>
internal sealed class NodeRanker(NodeRegistry nodes, Random random)
{
    private const double OverSubscription = 1.5;
    private const int MostExecutionsPerNode = 2;

    private volatile IReadOnlyList<string> preferred = [];

    /// <summary>Nodes that come first, in this order, where several are equally good; the others are left to chance.</summary>
    public IReadOnlyList<string> Preferred
    {
        get => preferred;
        set => preferred = value;
    }

    /// <summary>The nodes for one more execution each, the ones tried least first; null when the job's constraints mean nothing.</summary>
    public NodeRanking? Rank(JobRecord record)
    {
        if (LabelSelector.FromConstraints(record.Current.Constraints) is not { } selector)
            return null;
        var available = nodes.Available();
        var judged = available.Select(node => (node.Node, Reason: Refusal(node.State, record, selector))).ToList();
        var suitable = judged.Where(node => node.Reason is null).Select(node => node.Node)
            .OrderBy(node => record.CurrentExecutions.Count(execution => execution.NodeID == node.ID))
            .ThenBy(node => Place(node.ID))
            .ThenBy(_ => random.Next())
            .ToList();
        return new NodeRanking(suitable, available.Count, Explain([.. judged.Select(node => (node.Node.ID, node.Reason ?? ""))]));
    }

    private int Place(string id) => preferred.Index().Where(pair => pair.Item == id).Select(pair => pair.Index).DefaultIfEmpty(int.MaxValue).First();

    private static string? Refusal(NodeState node, JobRecord record, LabelSelector selector)
    {
        var job = record.Current;
        var info = node.Info.ComputeNodeInfo;
        return Lacks(job.Task.Engine!, info.ExecutionEngines)
            ?? (job.Task.Publisher is { Type.Length: > 0 } publisher ? Lacks(publisher, info.Publishers) : null)
            ?? (job.Task.InputSources ?? []).Select(input => Lacks(input.Source!, info.StorageSources)).FirstOrDefault(lack => lack is not null)
            ?? (selector.Matches(node.Info.Labels) ? null : Mismatch(node.Info.Labels, selector))
            ?? (IsBusy(job, info) ? $"node busy with available capacity {ResourceText.Print(info.AvailableCapacity)}" : null)
            ?? History(record, node.Info.NodeID);
    }

    private static string? Lacks(SpecConfig spec, IReadOnlyList<string> offered) =>
        offered.Any(spec.Is) ? null : $"does not support {spec.Type}, only {string.Join(", ", offered)}";

    private static string Mismatch(IReadOnlyDictionary<string, string> labels, LabelSelector selector)
    {
        var map = string.Join(' ', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}:{label.Value}"));
        return $"labels map[{map}] don't match required selectors {selector}";
    }

    private static bool IsBusy(Job job, ComputeNodeInfo info)
    {
        var used = info.MaxCapacity.Minus(info.AvailableCapacity).Plus(info.QueueCapacity);
        return !ResourceText.Parse(job.Task.Resources).Plus(used).FitsInto(info.MaxCapacity.Times(OverSubscription));
    }

    private static string? History(JobRecord record, string nodeId)
    {
        var before = record.CurrentExecutions.Where(execution => execution.NodeID == nodeId).ToList();
        if (before.Count >= MostExecutionsPerNode)
            return "job already executed on this node more than once";
        return before.Exists(execution => !execution.IsDiscarded || execution.ComputeState.StateType == ComputeStates.AskForBidRejected) ? "job rejected" : null;
    }

    private static string Explain(IReadOnlyList<(string ID, string Reason)> judged)
    {
        var lines = judged.GroupBy(node => node.Reason).OrderByDescending(group => group.Count()).Select(group => group.Count() == 1
            ? $"\n• Node {Short(group.First().ID)}: {group.Key}"
            : $"\n• {group.Count()} of {judged.Count} nodes: {group.Key}");
        return string.Concat(lines);
    }

    /// <summary>The first ten characters of a node's id: <c>n-</c> and eight digits.</summary>
    public static string Short(string id) => id[..Math.Min(10, id.Length)];
}

/// <summary>What the ranker found.</summary>
/// <param name="Suitable">The nodes that can take one, the best first.</param>
/// <param name="Available">Nodes that are there at all.</param>
/// <param name="Explanation">One line per reason, each with a line break before it.</param>
internal sealed record NodeRanking(IReadOnlyList<ComputeNode> Suitable, int Available, string Explanation)
{
    public string NotEnough(int requested) =>
        $"not enough nodes to run job. requested: {requested}, available: {Available}, suitable: {Suitable.Count}.{Explanation}";

    public IReadOnlyDictionary<string, string> Details(int requested) => new Dictionary<string, string>
    {
        ["IsError"] = "true",
        ["NodesAvailable"] = $"{Available}",
        ["NodesRequested"] = $"{requested}",
        ["NodesSuitable"] = $"{Suitable.Count}",
    };
}
