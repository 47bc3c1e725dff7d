using System.Text.Json;
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
        ["01-status-identity", "02-publish", "03-environments-initialize", "04-free-job", "07-errors", "09-auth-and-storage", "08-update-and-states"];

    private static string Repository => Path.GetDirectoryName(Path.GetDirectoryName(NpmFolder.OfRepository().Folder))!;

    private static string Shapes => Path.Combine(Repository, "tests", "experiments", "Ocean", "Shapes");

    [Fact]
    public Task Replay_DiffersOnlyWhereListed_WhenTheTrimmedRecordingsAreSent() => ReplayAsync(Shapes);

    [Fact]
    public Task Replay_DiffersOnlyWhereListed_WhenTheRecordingsThemselvesAreSent()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Repository)!, "shared", "transcripts", "ocean");
        Assert.SkipUnless(Directory.Exists(folder), "The recordings are not beside the repository; their trimmed copies are replayed always.");
        return ReplayAsync(folder);
    }

    private static async Task ReplayAsync(string folder)
    {
        var token = TestContext.Current.CancellationToken;
        await using var fixture = new ConformanceFixture();
        await fixture.InitializeAsync();
        var devnet = fixture.Devnet;
        await using var network = fixture.Network();
        var known = new Substitutions();
        var stage = new ReplayStage(fixture, (await network.OpenAsync(token)).Context, known);
        await stage.PrepareAsync(token);
        var replayer = new Replayer(devnet, fixture.Http, known);
        var listed = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(Path.Combine(Shapes, "differences.json"), token))!;
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Files)
        {
            var kept = TranscriptEntry.Load(Path.Combine(Shapes, $"{file}.json")).Select(entry => entry.Sequence).ToHashSet();
            foreach (var entry in TranscriptEntry.Load(Path.Combine(folder, $"{file}.json")).Where(entry => kept.Contains(entry.Sequence)))
            {
                await stage.BeforeAsync(file, entry, token);
                var (differences, answer) = await replayer.ReplayAsync(entry, entry.HasAuthorization ? TokenFor(entry, replayer.Tokens) : null, token);
                if (differences.Count > 0)
                    found[$"{file} {entry.Sequence}"] = $"[{entry.Note}] {string.Join("; ", differences)}";
                stage.After(entry, answer, token);
            }
        }
        var unlisted = found.Where(pair => !listed.ContainsKey(pair.Key)).Select(pair => $"{pair.Key} {pair.Value}").ToList();
        Assert.True(unlisted.Count == 0, string.Join("\n", unlisted));
        Assert.Empty(listed.Keys.Except(found.Keys));
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
