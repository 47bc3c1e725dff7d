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
            await using var devnet = await StartAsync(plan, folder.FullName, ids, cancellationToken);
            PairNodes(calls, devnet, ids);
            using var http = new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            });
            var replay = new Replay(plan.Recording, calls, new ReplayTarget(devnet, plan), ids, http);
            return (await replay.RunAsync(cancellationToken), replay.Sent);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<BacalhauDevnet> StartAsync(SessionPlan plan, string folder, IdMap ids, CancellationToken cancellationToken) =>
        await BacalhauDevnet.StartAsync(
            new DevnetSettings
            {
                StateFolder = Path.Combine(folder, "state"),
                Isolation = IsolationKind.Process,
                Images = [new ProcessImage(ids.Here("<registry>/box:1"), "/", ["/bin/sh", "-c"])],
            },
            plan.Options(folder) with { Certificate = plan.UsesTls ? TestCertificate.Create() : null },
            cancellationToken);

    private static IdMap Words(InputFileServer files, string folder)
    {
        foreach (var name in (string[])["ro/sub", "rw", "other"])
            Directory.CreateDirectory(Path.Combine(folder, "share", name));
        File.WriteAllText(Path.Combine(folder, "share", "ro", "a.txt"), "local a\n");
        File.WriteAllText(Path.Combine(folder, "share", "in.txt"), "in\n");
        var ids = new IdMap();
        ids.LearnWord("<registry>", "127.0.0.1:59999");
        ids.LearnWord("<closed-registry>", "127.0.0.1:59998");
        ids.LearnWord("<files>", files.Authority);
        ids.LearnWord("<closed>", "127.0.0.1:59997");
        ids.LearnWord("<path>", folder);
        return ids;
    }

    // By their label, or else the recorded nodes in the order in which they are named first, and the ones here in theirs.
    private static void PairNodes(IReadOnlyList<RecordedCall> calls, BacalhauDevnet devnet, IdMap ids)
    {
        var texts = calls.Select(call => call.Answer?.ToJsonString() ?? "").ToList();
        string[] zones = devnet.NodeIds.Count == 3 ? ["alpha", "beta", "gamma"] : [];
        var byZone = zones.ToDictionary(zone => zone, zone => texts
            .Select(text => Regex.Match(text, $"\"name\":\"(n-[0-9a-f-]{{36}})\",\"os_arch\":\"[a-z0-9]+\",\"os_type\":\"[a-z]+\",\"zone\":\"{zone}\""))
            .FirstOrDefault(match => match.Success)?.Groups[1].Value);
        if (zones.Length > 0 && byZone.Values.All(id => id is not null))
        {
            foreach (var (zone, actual) in zones.Zip(devnet.NodeIds))
                ids.Learn(byZone[zone]!, actual);
            return;
        }

        var named = texts.SelectMany(text => NodeId().Matches(text)).Select(match => match.Groups[1].Value).Distinct();
        foreach (var (recorded, actual) in named.Zip(devnet.NodeIds))
            ids.Learn(recorded, actual);
    }

    [GeneratedRegex("\"NodeID\":\"(n-[0-9a-f-]{36})\"")]
    private static partial Regex NodeId();
}
