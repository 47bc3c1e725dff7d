using System.Net;
using System.Text.RegularExpressions;
using Survey.Devnets;
using Survey.Devnets.Bacalhau;
using Survey.Experiments.Isolation;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>
/// Replays calls recorded from a real node and from the real command line against the devnet: the recordings themselves where they lie
/// beside the repository, and always the trimmed copies kept here.
/// </summary>
public sealed partial class ConformanceTests
{
    private const int SessionsAtOnce = 12;
    private const string Image = "<registry>/box:1";

    private static readonly string Here = Path.Combine(AppContext.BaseDirectory, "Bacalhau");

    public static TheoryData<string> Recorded { get; } =
    [
        "01-agent-nodes", "02-batch", "03-inputs", "04-failures", "05-validation", "06-versions", "07-service", "08-logs", "09-partitions",
        "20-cli-first-contact", "21-cli-docker-run", "22-cli-job-run", "23-cli-job-read", "24-cli-nodes", "25-cli-service", "26-cli-wasm",
        "27-cli-auth", "27-cli-tls",
    ];

    public static TheoryData<string> Trimmed { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Here, "Shapes"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Trimmed))]
    public Task Devnet_AnswersLikeTheRecordedNode_ForTheTrimmedRecording(string recording) =>
        ReplayAsync(Path.Combine(Here, "Shapes", $"{recording}.json"));

    [Theory]
    [MemberData(nameof(Recorded))]
    public Task Devnet_AnswersLikeTheRecordedNode_ForTheWholeRecording(string recording)
    {
        Assert.SkipUnless(Recordings.Folder is not null, "The recordings are not beside the repository; their trimmed copies are replayed always.");
        return ReplayAsync(Path.Combine(Recordings.Folder!, $"{recording}.json"));
    }

    private static async Task ReplayAsync(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the recorded jobs are shell scripts");
        var recording = Recording.Load(path);
        var (found, sent) = (new List<Difference>(), new List<int>());
        await using var files = await InputFileServer.StartAsync(TestContext.Current.CancellationToken);
        await Parallel.ForEachAsync(
            SessionPlan.Of(recording),
            new ParallelOptions { MaxDegreeOfParallelism = SessionsAtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (session, cancellationToken) =>
            {
                var (differences, numbers) = await ReplayAsync(session.Plan, session.Calls, files, cancellationToken);
                lock (found)
                {
                    found.AddRange(differences);
                    sent.AddRange(numbers);
                }
            });
        var known = KnownDifferences.Load(Path.Combine(Here, "differences.txt"));
        var unexplained = known.Unexplained(found);
        Assert.Multiple(
            () => Assert.True(unexplained.Count == 0, string.Join('\n', unexplained.OrderBy(difference => difference.Call))),
            () => Assert.True(known.Unneeded(recording.Name, sent, found) is { Count: 0 }, string.Join('\n', known.Unneeded(recording.Name, sent, found))));
    }

    private static async Task<(IReadOnlyList<Difference> Differences, IReadOnlyList<int> Sent)> ReplayAsync(
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
            return (await replay.RunAsync(cancellationToken), replay.Sent);
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
