using System.Net;
using Survey.Devnets;
using Survey.Devnets.Bacalhau;
using Survey.Devnets.Bacalhau.Api;
using Survey.Experiments.Isolation;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>
/// Replays calls recorded from a real node and from the real command line against the devnet: the recordings themselves where they lie
/// beside the repository, and always the trimmed copies kept here.
/// </summary>
public sealed class ConformanceTests
{
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
        var cancellationToken = TestContext.Current.CancellationToken;
        var recording = Recording.Load(path);
        var state = Directory.CreateTempSubdirectory("bacalhau-");
        await using var files = await InputFileServer.StartAsync(cancellationToken);
        var ids = Words(files);
        var devnet = await StartAsync(recording.Name, state.FullName, ids, cancellationToken);
        await using (devnet)
        {
            PairNodes(recording, devnet, ids);
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
            var replay = new Replay(recording, new Uri(devnet.Endpoints["api"]), ids, http);
            var found = await replay.RunAsync(cancellationToken);
            var known = KnownDifferences.Load(Path.Combine(Here, "differences.txt"));
            Assert.Multiple(
                () => Assert.True(known.Unexplained(found) is { Count: 0 }, string.Join('\n', known.Unexplained(found))),
                () => Assert.Equal([], known.Unneeded(recording.Name, replay.Sent, found)));
        }

        state.Delete(recursive: true);
    }

    private static Task<BacalhauDevnet> StartAsync(string recording, string folder, IdMap ids, CancellationToken cancellationToken) =>
        BacalhauDevnet.StartAsync(
            new DevnetSettings
            {
                StateFolder = folder,
                Isolation = IsolationKind.Process,
                Images = [new ProcessImage(ids.Here("<registry>/box:1"), "/", ["/bin/sh", "-c"])],
            },
            new BacalhauDevnetOptions
            {
                Nodes = recording switch
                {
                    "09-partitions" => 3,
                    "21-cli-docker-run" or "24-cli-nodes" => 2,
                    _ => 1,
                },
                Timing = new BacalhauTiming().Scaled(0.02) with { LogWait = TimeSpan.FromSeconds(4) },
                AllowedVariables = ["^REC_.*"],
                Users = recording.StartsWith("27", StringComparison.Ordinal) ? Users : [],
            },
            cancellationToken);

    private static IdMap Words(InputFileServer files)
    {
        var ids = new IdMap();
        ids.LearnWord("<registry>", "127.0.0.1:59999");
        ids.LearnWord("<closed-registry>", "127.0.0.1:59998");
        ids.LearnWord("<files>", files.Authority);
        ids.LearnWord("<closed>", "127.0.0.1:59997");
        return ids;
    }

    // The recorded nodes in the order in which they are named first, and the ones here in theirs.
    private static void PairNodes(Recording recording, BacalhauDevnet devnet, IdMap ids)
    {
        var named = recording.Calls
            .SelectMany(call => System.Text.RegularExpressions.Regex.Matches(call.Answer?.ToJsonString() ?? "", "\"NodeID\":\"(n-[0-9a-f-]{36})\""))
            .Select(match => match.Groups[1].Value)
            .Distinct();
        foreach (var (recorded, actual) in named.Zip(devnet.NodeIds))
            ids.Learn(recorded, actual);
    }

    private static readonly BacalhauUser[] Users =
    [
        new("admin", "password-admin", "key-admin-0123456789abcd", ["*"]),
        new("hashed", "password-hashed", null, ["*"]),
        new("reader", null, "key-reader-0123456789abc", ["read:*"]),
        new("jobber", null, "key-jobber-0123456789abc", ["read:job", "write:job"]),
        new("nodes", null, "key-noder-0123456789abcd", ["read:node", "write:node"]),
    ];
}
