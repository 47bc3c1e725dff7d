using Survey.Experiments.Networks;
using Survey.Experiments.Reporting;
using Survey.Experiments.Reporting.Merging;
using Survey.Experiments.Reporting.Rendering;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

public sealed class EvidenceMergerTests
{
    private static readonly string[] Forms = [ReportForms.Html, ReportForms.Markdown, ReportForms.Json, ReportForms.Csv];

    [Fact]
    public async Task Merge_GivesTheSameReport_WhenARunWasSplit()
    {
        using var fixture = DataSets.Full();
        fixture.Run(ReportFixture.Outcome("docker", "docker-large-batch"), folder => File.WriteAllBytes(folder.File("logits.npy"), new byte[400_000]));
        var whole = await Report(fixture, "whole", fixture.Artifacts.Root);

        var bundles = fixture.Path("bundles");
        foreach (var (experiment, index) in Directory.EnumerateDirectories(fixture.Artifacts.Runs, "*", SearchOption.AllDirectories).Where(folder => File.Exists(Path.Combine(folder, "outcome.json"))).Select((folder, index) => (folder, index)))
        {
            var run = Path.GetDirectoryName(experiment)!;
            var bundle = Path.Combine(bundles, $"job-{index}", Path.GetFileName(run));
            Directory.CreateDirectory(bundle);
            foreach (var file in Directory.EnumerateFiles(run))
                File.Copy(file, Path.Combine(bundle, Path.GetFileName(file)));
            Copy(experiment, Path.Combine(bundle, Path.GetFileName(experiment)));
        }

        Assert.Equal(whole, await Report(fixture, "split", bundles));
    }

    [Fact]
    public void Merge_KeepsSmallFilesOnly_WhenABundleHasLargeAndRawOnes()
    {
        using var fixture = new ReportFixture();
        var folder = fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch"), folder =>
        {
            Directory.CreateDirectory(folder.Raw);
            File.WriteAllText(Path.Combine(folder.Raw, "answer.json"), "{}");
            File.WriteAllBytes(folder.File("logits.npy"), new byte[100]);
            File.WriteAllBytes(folder.File("predictions.json"), new byte[BundleRule.MaxKeptBytes + 1]);
        });

        var result = new EvidenceMerger(fixture.Path("report")).Merge(fixture.Artifacts.Root);

        Assert.Empty(result.Refused);
        var kept = Path.Combine(EvidenceRoot.Kept(fixture.Path("report")).Runs, "20261123-084000-0001", folder.Experiment);
        Assert.Equal(["environment.json", "manifest.json", "outcome.json"], Directory.EnumerateFileSystemEntries(kept).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(fixture.Path("report/history/20261123-084000-0001.json")));
    }

    [Fact]
    public void Merge_KeepsNoHistory_WhenTheRunWasARehearsal()
    {
        using var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch", Standing.Devnet));

        Assert.Single(new EvidenceMerger(fixture.Path("report")).Merge(fixture.Artifacts.Root).Taken);
        Assert.False(Directory.Exists(fixture.Path("report/history")));
    }

    [Fact]
    public void Merge_TakesNothingTwice_WhenItIsRepeated()
    {
        using var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch"));
        new EvidenceMerger(fixture.Path("report")).Merge(fixture.Artifacts.Root);

        var again = new EvidenceMerger(fixture.Path("report")).Merge(fixture.Artifacts.Root);

        Assert.Empty(again.Taken);
        Assert.Single(again.Known);
    }

    [Theory]
    [InlineData("changed", "outcome.json was changed")]
    [InlineData("missing", "quote.json is missing")]
    [InlineData("escape", "outside the folder")]
    [InlineData("unsealed", "no manifest.json")]
    [InlineData("other", "speaks of")]
    [InlineData("link", "holds a link")]
    [InlineData("damaged", "cannot be read")]
    public void Merge_RefusesTheExperiment_WhenItsEvidenceIsNotWhatItShouldBe(string fault, string reason)
    {
        using var fixture = new ReportFixture();
        var outcome = ReportFixture.Outcome("alpha", "alpha-batch");
        var folder = fixture.Run(outcome, folder => folder.Write(ExperimentFolder.Quote, new Quote(new Money(1, "TOK"), "x", [])));
        Break(folder, fault, outcome);

        var result = new EvidenceMerger(fixture.Path("report")).Merge(fixture.Artifacts.Root);

        Assert.Contains(reason, Assert.Single(result.Refused));
        Assert.False(Directory.Exists(fixture.Path("report/evidence")));
    }

    [Fact]
    public void Merge_SaysSo_WhenThereIsNothing()
    {
        using var fixture = new ReportFixture();

        Assert.Contains("holds no run", Assert.Single(new EvidenceMerger(fixture.Path("report")).Merge(fixture.Artifacts.Root).Refused));
        Assert.Throws<ReportException>(() => new EvidenceMerger(fixture.Path("report")).Merge(fixture.Path("nowhere")));
    }

    private static void Break(ExperimentFolder folder, string fault, ExperimentOutcome outcome)
    {
        switch (fault)
        {
            case "changed":
                folder.Write(ExperimentFolder.Outcome, outcome with { Predicted = 9_999 });
                break;
            case "missing":
                File.Delete(folder.File(ExperimentFolder.Quote));
                break;
            case "escape":
                folder.Write(EvidenceManifest.FileName, new EvidenceManifest(new Dictionary<string, EvidenceFile>(EvidenceManifest.Of(folder.Path).Files) { ["../../../secret"] = new(new string('0', 64), 1) }));
                break;
            case "unsealed":
                File.Delete(folder.File(EvidenceManifest.FileName));
                break;
            case "other":
                folder.Write(ExperimentFolder.Outcome, outcome with { Experiment = "docker-batch" });
                folder.Seal();
                break;
            case "link":
                File.CreateSymbolicLink(folder.File("passwords.json"), "/etc/passwd");
                break;
            default:
                File.WriteAllText(folder.File(ExperimentFolder.Outcome), "{");
                break;
        }
    }

    private static async Task<List<string>> Report(ReportFixture fixture, string name, string from)
    {
        var report = fixture.Path(name + "/report");
        Assert.Empty(new EvidenceMerger(report).Merge(from).Refused);
        var sources = fixture.Sources with { Evidence = [EvidenceRoot.Kept(report)], History = Path.Combine(report, "history"), Output = report };
        await fixture.Renderer.RenderAsync(sources, null, NullEventSink.Instance, TestContext.Current.CancellationToken);
        return [.. Forms.Select(form => File.ReadAllText(Path.Combine(report, form)))];
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
