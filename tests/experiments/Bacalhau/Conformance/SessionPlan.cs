using Survey.Devnets;
using Survey.Devnets.Bacalhau;
using Survey.Devnets.Bacalhau.Api;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>
/// What was running when a part of a recording was made: the cases of a file ran side by side on nodes with room for them, and some entries
/// are of another node than the rest. Each part gets a devnet of its own, so that nothing of one shows in another.
/// </summary>
internal sealed record SessionPlan(string Recording, string Part)
{
    private const string ThreeNodes = "three nodes";
    private const string OpenNode = "open node";
    private const double RecordedCpu = 1.6;
    private const ulong RecordedMemory = 20_157_208_166;

    // The jobs of these cases, not the delays of the node, decide how long it takes.
    private static readonly string[] CasesInFullLength = ["46-stale"];

    private static readonly string[] ClusterCases = ["20-client-closes", "24-drop-then-open", "30-two-nodes"];

    private static readonly BacalhauUser[] Users =
    [
        new("admin", "password-admin", "key-admin-0123456789abcd", ["*"]),
        new("hashed", "password-hashed-1", null, ["*"]),
        new("reader", null, "key-reader-0123456789abc", ["read:*"]),
        new("jobber", null, "key-jobber-0123456789abc", ["read:job", "write:job"]),
        new("nodes", null, "key-noder-0123456789abcd", ["read:node", "write:node"]),
    ];

    /// <summary>The parts of a recording, with their calls in the order in which they were sent.</summary>
    public static IEnumerable<(SessionPlan Plan, IReadOnlyList<RecordedCall> Calls)> Of(Recording recording) => recording.Calls
        .GroupBy(call => PartOf(recording.Name, call))
        .Select(calls => (new SessionPlan(recording.Name, calls.Key), (IReadOnlyList<RecordedCall>)[.. calls.OrderBy(call => call.AtMilliseconds)]));

    public bool IsCommandLine => Recording.StartsWith('2');

    /// <summary>Jobs of other recordings that were on the node already: their names, each with a number of versions.</summary>
    public IReadOnlyList<(string Name, int Versions)> EarlierJobs => Recording switch
    {
        "01-agent-nodes" => [("earlier", 1)],
        "23-cli-job-read" => [("cli-named", 2)],
        "27-cli-auth" when Part == OpenNode => [("earlier", 1)],
        _ => [],
    };

    public bool UsesTls => Recording == "27-cli-tls";

    /// <summary>The call before which a second node joined; 0 for never.</summary>
    public int SecondNodeJoinsBefore => Recording switch { "21-cli-docker-run" => 106, "25-cli-service" => 14, _ => 0 };

    /// <param name="folder">What <c>&lt;path&gt;</c> stands for.</param>
    public BacalhauDevnetOptions Options(string folder) => new()
    {
        Nodes = Nodes,
        Labels = Labels,
        PendingNodes = Recording == "27-cli-auth" && Part.Length == 0 ? [new Dictionary<string, string> { ["zone"] = "c" }] : [],
        Defects = BacalhauDefects.All,
        Users = Recording == "27-cli-auth" && Part != OpenNode ? Users : [],
        AllowedVariables = ["^REC_.*"],
        AllowedPaths = [.. AllowedPaths.Select(path => $"{folder}/share{path}")],
        PortRange = (21050, 21100),
        NodeCpu = RecordedCpu,
        NodeMemory = RecordedMemory,

        // The delays of a real node, shorter; those that a test machine's own slowness must not reach stay long enough.
        Timing = new BacalhauTiming().Scaled(TimeScale) with
        {
            LogWait = TimeSpan.FromSeconds(30),
            HandlerLimit = TimeSpan.FromSeconds(6),
            Reconnect = TimeSpan.FromSeconds(5),

            // Whether a heartbeat meets a request for a log is chance: only where the recording needs it.
            LogHeartbeat = LogAskedForAfterwards is null ? TimeSpan.FromHours(1) : new BacalhauTiming().LogHeartbeat * TimeScale,

            // On the recorded cluster a heartbeat came before the load counted.
            Heartbeat = Recording == "09-partitions" ? TimeSpan.Zero : new BacalhauTiming().Heartbeat * TimeScale,

            // The recorded client was quicker than the scheduler.
            Placement = OpensLogBeforePlacement ? TimeSpan.FromSeconds(3) : TimeSpan.Zero,
        },
    };

    /// <summary>Delays of the node here, and long pauses of the client, are so much shorter than recorded.</summary>
    public double TimeScale => CasesInFullLength.Contains(Part) ? 1 : 0.1;

    /// <summary>What goes wrong: the job of this case was stopped before its node's bid was answered.</summary>
    public FaultPlan Faults => Part == "43-stop-at-once" ? new FaultPlan { StuckWork = 1 } : FaultPlan.None;

    /// <summary>
    /// A log that others asked for after the recorded calls: following a service whose container exits was tried six times in all (CLI.md), of
    /// which one is in the recording, and the others ended its streams.
    /// </summary>
    public string? LogAskedForAfterwards => Recording == "25-cli-service" ? "svc-exit/logs?follow=true&execution_id=e-ed35a961-fc15-4cbd-be69-6ca6f73bdddd" : null;

    private bool OpensLogBeforePlacement => Recording == "08-logs" && Part == "01-follow";

    private int Nodes => Recording switch
    {
        "09-partitions" => 3,
        "08-logs" when ClusterCases.Contains(Part) => 3,
        "22-cli-job-run" or "23-cli-job-read" or "24-cli-nodes" or "26-cli-wasm" => 2,
        _ when Part == ThreeNodes => 3,
        _ => 1,
    };

    private IReadOnlyList<IReadOnlyDictionary<string, string>> Labels => IsCommandLine
        ? [new Dictionary<string, string>(), new Dictionary<string, string> { ["zone"] = "b" }]
        : [];

    // One of the two nodes of 03 allowed patterns, the other two folders only.
    private string[] AllowedPaths => Recording switch
    {
        "03-inputs" when string.CompareOrdinal(Part, "32") >= 0 => ["/ro/**", "/rw/**:rw"],
        "03-inputs" => ["/ro", "/rw:rw"],
        "21-cli-docker-run" or "24-cli-nodes" => [":rw"],
        _ when IsCommandLine => [],
        _ => ["/ro", "/rw:rw"],
    };

    // The node was started again after its store was locked, and locked once more.
    private static int NodeStarts(int call) => call switch { < 117 => 1, < 120 => 2, _ => 3 };

    private static string PartOf(string recording, RecordedCall call) => recording switch
    {
        "01-agent-nodes" when call.Note.Contains("3 node", StringComparison.Ordinal) => ThreeNodes,
        "06-versions" when call.Case == "lock" => $"lock {NodeStarts(call.Number)}",
        "27-cli-auth" when call.Note.StartsWith("plain call, open node", StringComparison.Ordinal) => OpenNode,
        _ => call.Case,
    };
}
