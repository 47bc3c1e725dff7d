using Survey.Tests;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>
/// Replays calls recorded from a real node and from the real command line against the devnet: the recordings themselves where they lie
/// beside the repository, and always the trimmed copies kept here.
/// </summary>
public sealed class ConformanceTests(ReplayRuns runs) : IClassFixture<ReplayRuns>
{
    private static readonly string Here = Path.Combine(AppContext.BaseDirectory, "Bacalhau");

    private static readonly string[] Whole =
    [
        "01-agent-nodes", "02-batch", "03-inputs", "04-failures", "05-validation", "06-versions", "07-service", "08-logs", "09-partitions",
        "20-cli-first-contact", "21-cli-docker-run", "22-cli-job-run", "23-cli-job-read", "24-cli-nodes", "25-cli-service", "26-cli-wasm",
        "27-cli-auth", "27-cli-tls",
    ];

    /// <summary>They wait for what the recorded jobs waited for, minutes in all.</summary>
    public static TheoryData<string> Recorded { get; } = [.. Whole.Take(Soak.Share(Whole.Length))];

    public static TheoryData<string> Trimmed { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Here, "Shapes"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Trimmed))]
    public Task Devnet_AnswersLikeTheRecordedNode_ForTheTrimmedRecording(string recording) => CheckAsync(Path.Combine(Here, "Shapes"), recording, Trimmed);

    [Theory]
    [Soak]
    [MemberData(nameof(Recorded))]
    public Task Devnet_AnswersLikeTheRecordedNode_ForTheWholeRecording(string recording)
    {
        Assert.SkipUnless(Recordings.Folder is not null, "The recordings are not beside the repository; their trimmed copies are replayed always.");
        return CheckAsync(Recordings.Folder!, recording, Recorded);
    }

    private async Task CheckAsync(string folder, string recording, TheoryData<string> all)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the recorded jobs are shell scripts");
        var result = await runs.RunAsync(PathOf(recording), all.Select(row => PathOf(row.Data)));
        var known = KnownDifferences.Load(Path.Combine(Here, "differences.txt"));
        var unexplained = known.Unexplained(result).OrderBy(difference => difference.Call).Select(difference => difference.ToString());
        var unneeded = known.Unneeded(result);
        Assert.True(!unexplained.Concat(unneeded).Any(), string.Join('\n', unexplained.Concat(unneeded)));

        string PathOf(string name) => Path.Combine(folder, $"{name}.json");
    }
}
