using System.Text.Json.Nodes;
using Survey.Experiments.Running;
using Survey.Tests;

namespace Survey.Build.Tests.Crashes;

/// <summary>The host is killed with SIGKILL; Sweep finds what it left, and the network itself has nothing left afterwards.</summary>
public abstract class CrashTests(string name)
{
    private const int RandomMoments = 50;

    private static readonly Dictionary<string, string> Unharmed = [];

    private readonly CrashNetwork network = CrashNetwork.All[name];

    [Fact]
    public Task Sweep_LeavesNothing_WhenTheHostIsKilledAtAJournalStep() => network.IsSlow ? KillAtStepsAsync(FirstOfEachKind, runsAfterEach: false) : KillAtStepsAsync(All, runsAfterEach: true);

    [Fact]
    [Soak]
    public Task Sweep_LeavesNothing_WhenTheHostIsKilledAtAnyJournalStep() => KillAtStepsAsync(Share, runsAfterEach: true);

    [Fact]
    [Soak]
    public async Task Sweep_LeavesNothing_WhenTheHostIsKilledAtARandomMoment()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var site = await CrashSite.OpenAsync();
        await network.Prepare(site);
        var began = TimeProvider.System.GetTimestamp();
        await site.RunAsync(0, $"--target={network.BatchName}");
        var whole = TimeProvider.System.GetElapsedTime(began);

        for (var moment = 0; moment < Soak.Share(RandomMoments); moment++)
        {
            var after = random.NextDouble() * whole;
            using var host = site.Start(Unharmed, Run);
            await Task.Delay(after, TestContext.Current.CancellationToken);
            host.Signal(HostProcess.Kill);
            await host.ExitAsync();
            // Every other time nobody asks for a Sweep: the next run must do it by itself.
            if (moment % 2 == 0)
                await SweepAndCheckAsync(site, $"after a kill {after.TotalSeconds:0.000} s into the run (seed {seed})", finished: false);
            await site.RunAsync(0, $"--target={network.BatchName}");
            await CheckAsync(site, $"after a run that followed a kill {after.TotalSeconds:0.000} s into the run (seed {seed})", finished: false);
        }
    }

    private async Task KillAtStepsAsync(Func<string[], IEnumerable<int>> choose, bool runsAfterEach)
    {
        await using var site = await CrashSite.OpenAsync();
        await network.Prepare(site);
        // The worker is there: a run that compiled it again would take minutes, and so would each of those below.
        Assert.Contains("Containerize worker: up to date", await site.RunAsync(0, $"--target={network.BatchName}"));
        Assert.True(network.Name == "docker" || site.Devnets(network.Name).Count > 0, "No devnet is up: nobody could say what is left on it.");
        var lines = JournalLines(site);
        Assert.True(lines.Length >= 6, $"A run has at least begin, intent, created, deleted, gone and end; the journal has {lines.Length} lines:\n{string.Join('\n', lines)}");

        foreach (var step in choose(lines))
        {
            using var host = site.Start(await Killer.AtLineAsync(step, site.Artifacts.Journal, CrashSurvey.Finished), Run);
            Assert.True(128 + HostProcess.Kill == await host.ExitAsync(), $"Nobody killed the host at step {step} of {lines.Length}:\n{host.Output}");
            await SweepAndCheckAsync(site, $"after a kill at step {step} of {lines.Length} ({JournalLines(site)[^1]})", finished: true);
            if (runsAfterEach)
                await site.RunAsync(0, $"--target={network.BatchName}");
        }

        if (!runsAfterEach)
            await site.RunAsync(0, $"--target={network.BatchName}");
    }

    private static IEnumerable<int> All(string[] lines) => Enumerable.Range(1, lines.Length);

    // As many as the share of the soak suite allows, each time others.
    private static IEnumerable<int> Share(string[] lines)
    {
        int[] steps = [.. All(lines)];
        Random.Shared.Shuffle(steps);
        return steps.Take(Soak.Share(steps.Length)).Order();
    }

    // The first intent of an asset, the first that is created, the first intent of a job, and so on; counted from 1. Where a life begins and ends nothing is at stake.
    private static IEnumerable<int> FirstOfEachKind(string[] lines) => lines.Select((line, index) => (Kind: KindOf(line), Number: index + 1))
        .Where(entry => entry.Kind.Step is not ("begin" or "end")).DistinctBy(entry => entry.Kind).Select(entry => entry.Number);

    private static (string? Step, string? Resource) KindOf(string line)
    {
        var entry = JsonNode.Parse(line);
        return ((string?)entry?["step"], (string?)entry?["resource"]?["kind"]);
    }

    private IReadOnlyList<string> Run =>
        ["--target=Report", $"--experiment={CrashSurvey.Finished},{network.BatchName}", "--parallel=1"];

    private static string[] JournalLines(CrashSite site) => File.ReadAllLines(site.Artifacts.Journal);

    private async Task SweepAndCheckAsync(CrashSite site, string when, bool finished)
    {
        var devnets = site.Devnets(network.Name).Select(devnet => devnet.ProcessId).ToList();
        var output = await site.SweepAsync();
        await CheckAsync(site, $"{when}; Sweep said:\n{output}", finished);
        // The devnet is a process of its own, which no kill of the host may take along: Sweep has asked the same one.
        Assert.Equal(devnets, site.Devnets(network.Name).Select(devnet => devnet.ProcessId));
    }

    private async Task CheckAsync(CrashSite site, string when, bool finished)
    {
        Assert.True((await network.Residue(site)) is [], $"{string.Join(", ", await network.Residue(site))} is left {when}");
        var journal = JournalState.Read(site.Artifacts.Journal);
        Assert.True(journal.Damage is [], $"The journal is damaged {when}");
        Assert.True(journal.Experiments.All(experiment => experiment.Ended), $"The journal has open experiments {when}");

        var runs = new RunStore(site.Artifacts).All();
        foreach (var evidence in runs.SelectMany(run => run.Experiments()).Where(experiment => experiment.Has(EvidenceManifest.FileName)))
        {
            var changed = evidence.Read<EvidenceManifest>(EvidenceManifest.FileName)!.Check(evidence.Path);
            Assert.True(changed is [], $"The evidence {evidence.Path} was touched {when}: {string.Join(' ', changed)}");
        }

        if (finished)
            Assert.Equal(OutcomeState.Done, runs[^1].Experiment(CrashSurvey.Finished).ReadOutcome()?.State);
    }
}
