using System.Globalization;
using System.Text.RegularExpressions;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Rendering;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

public sealed class ReportRendererTests
{
    private static readonly string[] Forms = [ReportForms.Html, ReportForms.Markdown, ReportForms.Json, ReportForms.Csv, ReportForms.Summary];

    [Theory]
    [InlineData("empty")]
    [InlineData("failed")]
    [InlineData("full")]
    [InlineData("hostile")]
    public async Task RenderAsync_MatchesItsSnapshot_WhenRendered(string name)
    {
        using var fixture = name switch { "empty" => DataSets.Empty(), "failed" => DataSets.Failed(), "full" => DataSets.Full(), _ => DataSets.HostileTexts() };
        var publish = fixture.Path("publish");

        await fixture.Renderer.RenderAsync(fixture.Sources, publish, NullEventSink.Instance, TestContext.Current.CancellationToken);

        foreach (var file in Forms)
            Snapshot.Match($"{name}.{file}", WithoutStyle(File.ReadAllText(Path.Combine(fixture.Output, file))));
        foreach (var file in new[] { "article.md", "forum-post.md", "posts.txt" })
            Snapshot.Match($"{name}.{file}", File.ReadAllText(Path.Combine(publish, file)));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public async Task RenderAsync_GivesTheSameBytes_WhenTheCultureIsAnother(string culture)
    {
        using var fixture = DataSets.Full();
        var first = await Bytes(fixture);
        Directory.Delete(fixture.Output, recursive: true);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Foreign(culture);
            Assert.Equal(first, await Bytes(fixture));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task RenderAsync_WritesNothing_WhenNothingChanged()
    {
        using var fixture = DataSets.Full();
        await Render(fixture);
        var written = File.GetLastWriteTimeUtc(Path.Combine(fixture.Output, ReportForms.Html));

        var again = await Render(fixture);

        Assert.All(again.Files, file => Assert.Equal(FileChange.NoChanges, file.Change));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(fixture.Output, ReportForms.Html)));
    }

    [Fact]
    public async Task RenderAsync_UpdatesThePage_WhenARunIsAdded()
    {
        using var fixture = DataSets.Full();
        await Render(fixture);
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch", Standing.Node, hours: 5));

        var again = await Render(fixture);

        Assert.Contains(again.Files, file => file is { Name: ReportForms.Html, Change: FileChange.Updated });
        Assert.Contains("20261123-134000-0001", await File.ReadAllTextAsync(Path.Combine(fixture.Output, ReportForms.Html), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RenderAsync_SaysWhy_WhenThereIsNoNpm()
    {
        using var fixture = DataSets.Full();

        var result = await Render(fixture);

        Assert.Contains("npm or node is not on PATH", result.ChartsMissing);
        Assert.Contains("npm or node is not on PATH", await File.ReadAllTextAsync(Path.Combine(fixture.Output, ReportForms.Html), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RenderAsync_ShowsEveryRow_WhenThereAreAThousand()
    {
        using var fixture = new ReportFixture();
        for (var i = 0; i < 1000; i++)
            fixture.Run(ReportFixture.Outcome("alpha", $"alpha-{i:0000}-batch", hours: 1));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));

        await fixture.Renderer.RenderAsync(fixture.Sources, null, NullEventSink.Instance, limit.Token);

        var page = await File.ReadAllTextAsync(Path.Combine(fixture.Output, ReportForms.Html), limit.Token);
        Assert.Equal(1000, page.Split("<article id=").Length - 1);
        Assert.Equal(1001, File.ReadLines(Path.Combine(fixture.Output, ReportForms.Csv)).Count());
    }

    // Style and script are files of their own in templates/report: a snapshot holds what is made from the data.
    private static string WithoutStyle(string page) =>
        Regex.Replace(Regex.Replace(page, "<(style|script)>.*?</\\1>", "<$1/>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)), "sha256-[A-Za-z0-9+/=]{44}", "sha256", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static Task<RenderResult> Render(ReportFixture fixture) =>
        fixture.Renderer.RenderAsync(fixture.Sources, null, NullEventSink.Instance, TestContext.Current.CancellationToken);

    private static async Task<List<string>> Bytes(ReportFixture fixture)
    {
        await Render(fixture);
        return [.. Forms.Select(form => Convert.ToBase64String(File.ReadAllBytes(Path.Combine(fixture.Output, form))))];
    }

    // The tests run without culture data, so the differences that matter are made by hand: signs, separators, digits' order.
    private static CultureInfo Foreign(string name)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = name == "fa-IR" ? "٫" : ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = name == "tr-TR" ? "−" : "-";
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = ".";
        return culture;
    }
}
