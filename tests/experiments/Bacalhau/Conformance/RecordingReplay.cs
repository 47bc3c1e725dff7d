using System.Net;
using System.Text.RegularExpressions;
using Survey.Devnets;
using Survey.Devnets.Bacalhau;
using Survey.Experiments.Isolation;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Replays one recording: each of its sessions against a devnet of its own.</summary>
internal static partial class RecordingReplay
{
    private const int SessionsAtOnce = 6;
    private const string Image = "<registry>/box:1";

    // What jobs ask their node's own environment for.
    static RecordingReplay() => Environment.SetEnvironmentVariable("REC_HOSTVAR", "from-host");

    public static async Task<ReplayResult> RunAsync(string path, CancellationToken cancellationToken)
    {
        var recording = Recording.Load(path);
        var (found, sent, histories) = (new List<Difference>(), new List<int>(), new Dictionary<int, string>());
        await using var files = await InputFileServer.StartAsync(cancellationToken);
        await Parallel.ForEachAsync(
            SessionPlan.Of(recording),
            new ParallelOptions { MaxDegreeOfParallelism = SessionsAtOnce, CancellationToken = cancellationToken },
            async (session, token) =>
            {
                var part = await ReplayAsync(session.Plan, session.Calls, files, token);
                lock (found)
                {
                    found.AddRange(part.Differences);
                    sent.AddRange(part.Sent);
                    foreach (var (call, history) in part.Histories)
                        histories[call] = history;
                }
            });
        return new ReplayResult(recording.Name, found, sent, histories);
    }

    private static async Task<ReplayResult> ReplayAsync(
        SessionPlan plan, IReadOnlyList<RecordedCall> calls, InputFileServer files, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("bacalhau-");
        try
        {
            var ids = Words(files, folder.FullName);
            await using var devnet = await StartAsync(plan, OrchestratorOf(calls), folder.FullName, ids, cancellationToken);
            PairNodes(calls, devnet, ids);
            using var http = new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            });
            var target = new ReplayTarget(devnet, plan);
            await target.BeginAsync(http, ids.Here(Image), cancellationToken);
            var replay = new Replay(plan.Recording, calls, target, ids, http);
            var differences = await replay.RunAsync(cancellationToken);
            return new ReplayResult(plan.Recording, differences, replay.Sent, replay.Histories);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<BacalhauDevnet> StartAsync(SessionPlan plan, string? orchestrator, string folder, IdMap ids, CancellationToken cancellationToken) =>
        await BacalhauDevnet.StartAsync(
            new DevnetSettings
            {
                StateFolder = Path.Combine(folder, "state"),
                Isolation = IsolationKind.Process,
                Images = [new ProcessImage(ids.Here(Image), "/", ["/bin/sh", "-c"], new Dictionary<string, string> { ["PATH"] = $"{folder}/bin:{Environment.GetEnvironmentVariable("PATH")}" })],
            },
            plan.Options(folder) with { OrchestratorId = orchestrator, Certificate = plan.UsesTls ? TestCertificate.Create() : null },
            cancellationToken);

    private static IdMap Words(InputFileServer files, string folder)
    {
        foreach (var name in (string[])["ro/sub", "rw", "other"])
            Directory.CreateDirectory(Path.Combine(folder, "share", name));
        File.WriteAllText(Path.Combine(folder, "share", "ro", "a.txt"), "local a\n");
        File.WriteAllText(Path.Combine(folder, "share", "in.txt"), "in\n");
        AddWebServer(Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName);
        var ids = new IdMap();
        ids.LearnWord("<registry>", "127.0.0.1:59999");
        ids.LearnWord("<closed-registry>", "127.0.0.1:59998");
        ids.LearnWord("<files>", files.Authority);
        ids.LearnWord("<closed>", "127.0.0.1:59997");
        ids.LearnWord("<path>", folder);
        ids.LearnWord("/srv/www", $"{folder}/www");
        return ids;
    }

    // The recorded services ran a web server; what it served is not looked at here, only that it stays.
    private static void AddWebServer(string folder)
    {
        var path = Path.Combine(folder, "httpd");
        File.WriteAllText(path, "#!/bin/sh\nexec sleep 1000\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    // Recorded signatures are over the id of the recorded node.
    private static string? OrchestratorOf(IReadOnlyList<RecordedCall> calls) => calls
        .Select(call => Regex.Match(call.Answer?.ToJsonString() ?? "", "\"InputPhrase\":\"([^\"]+)\""))
        .Where(match => match.Success)
        .Select(match => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Regex.Unescape(match.Groups[1].Value))))
        .FirstOrDefault();

    // By their label, or else the recorded nodes in the order in which they are named first, and the ones here in theirs.
    private static void PairNodes(IReadOnlyList<RecordedCall> calls, BacalhauDevnet devnet, IdMap ids)
    {
        var texts = calls.Select(call => call.Answer?.ToJsonString() ?? "").ToList();
        var named = texts.SelectMany(text => NodeId().Matches(text)).Select(match => match.Groups[1].Value).Distinct().ToList();
        var zones = texts.SelectMany(text => NodeZone().Matches(text)).DistinctBy(match => match.Groups[2].Value)
            .ToDictionary(match => match.Groups[2].Value, match => match.Groups[1].Value);
        string?[] ordered = devnet.NodeIds.Count == 3 && zones.Count > 0 ? [zones.GetValueOrDefault("alpha"), zones.GetValueOrDefault("beta"), zones.GetValueOrDefault("gamma")] : [.. named];
        var rest = new Queue<string>(named.Except(ordered.OfType<string>()));
        foreach (var (recorded, actual) in ordered.Zip(devnet.NodeIds))
        {
            if (recorded is not null || rest.Count > 0)
                ids.Learn(recorded ?? rest.Dequeue(), actual);
        }
    }

    // As a list of nodes and as a message of the scheduler have it.
    [GeneratedRegex("\"?name\"?:\"?(n-[0-9a-f-]{36})\"?[, ]\"?os_arch\"?:\"?\\w+\"?[, ]\"?os_type\"?:\"?\\w+\"?[, ]\"?zone\"?:\"?(\\w+)")]
    private static partial Regex NodeZone();

    [GeneratedRegex("\"NodeID\":\"(n-[0-9a-f-]{36})\"")]
    private static partial Regex NodeId();
}
