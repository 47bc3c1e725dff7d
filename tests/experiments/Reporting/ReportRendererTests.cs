using System.Diagnostics;
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
        using var fixture = Of(name);
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

        Assert.Equal(first, await InCulture(culture, () => Bytes(fixture)));
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
    public void Schema_IsFresh() => Assert.True(
        File.ReadAllText(Path.Combine(ReportFixture.Templates, ReportSchema.Template)).ReplaceLineEndings("\n") == ReportSchema.Generate(),
        "templates/report/report.schema.json is stale: run ./build.sh --target=Schema.");

    [Fact]
    public async Task RenderAsync_ShowsEveryRowInTheSameBytes_WhenThereAreAThousand()
    {
        using var fixture = WithRows(1000);
        var first = await Bytes(fixture);
        Directory.Delete(fixture.Output, recursive: true);

        Assert.Equal(first, await InCulture("fa-IR", () => Bytes(fixture)));

        var page = await File.ReadAllTextAsync(Path.Combine(fixture.Output, ReportForms.Html), TestContext.Current.CancellationToken);
        Assert.Equal(1000, page.Split("<article id=").Length - 1);
        Assert.Equal(1001, File.ReadLines(Path.Combine(fixture.Output, ReportForms.Csv)).Count());
    }

    // The time itself depends on the machine; what can be tested is that rows do not wait for each other.
    [Fact]
    public async Task RenderAsync_TakesTimeByTheRow_NotByItsSquare()
    {
        using var few = WithRows(50);
        using var many = WithRows(800);
        await Seconds(few);

        var ratios = new List<double>();
        for (var round = 0; round < 3; round++)
            ratios.Add(await Seconds(many) / await Seconds(few));

        // Sixteen times the rows: 16 when each costs the same, 256 when each looks at all the others.
        Assert.InRange(ratios.Min(), 0, 64);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("failed")]
    [InlineData("full")]
    [InlineData("hostile")]
    public async Task RenderAsync_LinksOnlyToWhatIsThere_InThePage(string name)
    {
        using var fixture = Of(name);
        await Render(fixture);
        var page = await File.ReadAllTextAsync(Path.Combine(fixture.Output, ReportForms.Html), TestContext.Current.CancellationToken);
        var ids = Regex.Matches(page, " id=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Groups[1].Value).ToHashSet();

        foreach (var link in Regex.Matches(page, " href=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)))
        {
            if (link.StartsWith('#'))
                Assert.Contains(link[1..], ids);
            else if (!link.StartsWith("http", StringComparison.Ordinal))
                Assert.True(Path.Exists(Path.Combine(fixture.Output, Uri.UnescapeDataString(link))), link);
        }
    }

    // Style and script are files of their own in templates/report: a snapshot holds what is made from the data.
    private static string WithoutStyle(string page) =>
        Regex.Replace(Regex.Replace(page, "<(style|script)>.*?</\\1>", "<$1/>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)), "sha256-[A-Za-z0-9+/=]{44}", "sha256", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static ReportFixture Of(string name) =>
        name switch { "empty" => DataSets.Empty(), "failed" => DataSets.Failed(), "full" => DataSets.Full(), _ => DataSets.HostileTexts() };

    private static ReportFixture WithRows(int count)
    {
        var fixture = new ReportFixture();
        fixture.RunMany(count);
        return fixture;
    }

    private static async Task<double> Seconds(ReportFixture fixture)
    {
        if (Directory.Exists(fixture.Output))
            Directory.Delete(fixture.Output, recursive: true);
        var began = Stopwatch.GetTimestamp();
        await Render(fixture);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<T> InCulture<T>(string name, Func<Task<T>> act)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Foreign(name);
            return await act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

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
