using Survey.Devnets.Ocean.Chain;
using Xunit;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>
/// The requests that were recorded at a real ocean-node, sent to the devnet: status, content type, keys, types and error texts must be the
/// same, except where differences.json says why not.
/// </summary>
public sealed class ConformanceTests
{
    private static readonly string[] Files =
    [
        "01-status-identity", "02-publish", "03-environments-initialize", "04-free-job", "07-errors", "05-paid-job", "06-abnormal-ends",
        "09-auth-and-storage", "08-update-and-states", "10-indexer-self-calls",
    ];

    // What happens to containers: memory, images, builds.
    private static readonly string[] FilesOfContainers = ["06-abnormal-ends"];

    private static string Repository => Path.GetDirectoryName(Path.GetDirectoryName(NpmFolder.OfRepository().Folder))!;

    private static string Shapes => Path.Combine(Repository, "tests", "experiments", "Ocean", "Shapes");

    private static string Recordings
    {
        get
        {
            var folder = Path.Combine(Path.GetDirectoryName(Repository)!, "shared", "transcripts", "ocean");
            Assert.SkipUnless(Directory.Exists(folder), "The recordings are not beside the repository; their trimmed copies are replayed always.");
            return folder;
        }
    }

    [Fact]
    public Task Replay_DiffersOnlyWhereListed_WhenTheTrimmedRecordingsAreSent() => ReplayAsync(Shapes, new ConformanceFixture(), Files);

    [Fact]
    public Task Replay_DiffersOnlyWhereListed_WhenTheRecordingsThemselvesAreSent() => ReplayAsync(Recordings, new ConformanceFixture(), Files);

    [Fact]
    public Task Replay_DiffersOnlyWhereListed_WhenJobsRunInContainers() => ReplayAsync(Shapes, new ContainerConformanceFixture(), FilesOfContainers);

    [Fact]
    public void TrimmedRecordings_HoldEveryRequest_ThatWasRecorded()
    {
        foreach (var file in Files)
            Assert.Equal(Sequences(Recordings, file), Sequences(Shapes, file));
    }

    private static IEnumerable<int> Sequences(string folder, string file) => TranscriptEntry.Load(Path.Combine(folder, $"{file}.json")).Select(entry => entry.Sequence);

    private static async Task ReplayAsync(string folder, ConformanceFixture fixture, IReadOnlyList<string> files)
    {
        var token = TestContext.Current.CancellationToken;
        await using var _ = fixture;
        await fixture.InitializeAsync();
        var devnet = fixture.Devnet;
        await using var network = fixture.Network();
        var known = new Substitutions();
        var stage = new ReplayStage(fixture, (await network.OpenAsync(token)).Context, known);
        await stage.PrepareAsync(token);
        var replayer = new Replayer(devnet, fixture.Http, known);
        var reasons = Reasons.Load(Shapes, fixture.Isolation);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var entries = TranscriptEntry.Load(Path.Combine(folder, $"{file}.json"));
            stage.Open(entries);
            foreach (var entry in entries.Where(entry => !reasons.AreToLeaveOut(file, entry.Sequence)))
            {
                await stage.BeforeAsync(file, entry, token);
                var (differences, answer) = await replayer.ReplayAsync(entry, entry.HasAuthorization ? TokenFor(entry, replayer.Tokens) : null, token);
                if (differences.Count > 0)
                    found[$"{file} {entry.Sequence}"] = $"[{entry.Note}] {string.Join("; ", differences)}";
                stage.After(entry, answer, token);
            }
        }
        var unlisted = found.Where(pair => !reasons.Differences.ContainsKey(pair.Key)).Select(pair => $"{pair.Key} {pair.Value}").ToList();
        Assert.True(unlisted.Count == 0, string.Join("\n", unlisted));
        Assert.Empty(reasons.Differences.Keys.Except(found.Keys));
    }

    // Values of the header were not recorded; the notes say which token it was.
    private static string TokenFor(TranscriptEntry entry, List<string> tokens) => entry.Note switch
    {
        "unknown token in Authorization" => "nonsense",
        "token with \"Bearer \" prefix" => $"Bearer {tokens[1]}",
        "token damaged" => tokens[1] + "x",
        "token whose validUntil is in the past" => tokens[4],
        "token after its validUntil passed" => tokens[4],
        var note when note.Contains("another", StringComparison.Ordinal) && !note.Contains("tried", StringComparison.Ordinal) => tokens[5],
        _ => tokens[1],
    };
}
