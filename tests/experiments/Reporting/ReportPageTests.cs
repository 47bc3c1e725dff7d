using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Survey.Experiments.Reporting.Rendering;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

/// <summary>Looks at the page as a reader's browser does.</summary>
public sealed class ReportPageTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_RunsNoForeignScript_WhenTextsAreHostile(bool withoutPolicy)
    {
        using var fixture = DataSets.HostileTexts();
        // Without the page's own policy the escaping must hold alone.
        var page = await chromium.NewPageAsync(new BrowserNewContextOptions { BypassCSP = withoutPolicy });
        var said = new List<string>();
        page.Console += (_, message) => said.Add(message.Text);
        page.Dialog += (_, dialog) => said.Add(dialog.Message);
        await OpenAsync(page, fixture);
        foreach (var link in await page.Locator("a").EvaluateAllAsync<string[]>("links => links.map(link => link.protocol)"))
            Assert.Contains(link, new[] { "file:", "https:", "http:" });

        Assert.StartsWith("Title \">", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("main img, main script, main [onerror], main [onclick]").CountAsync());
        Assert.Empty(said);
    }

    [Fact]
    public async Task Page_AsksForNothingElse_WhenOpened()
    {
        using var fixture = DataSets.Full();
        var page = await chromium.NewPageAsync();
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);

        await OpenAsync(page, fixture, charts: true);

        Assert.EndsWith("/report.html", Assert.Single(requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, false)]
    [InlineData(ColorScheme.Light, true)]
    public async Task Page_HasNoSeriousFault_WhenAxeLooksAtIt(ColorScheme scheme, bool phone)
    {
        using var fixture = DataSets.Full();
        var page = await chromium.NewPageAsync(new BrowserNewContextOptions(phone ? Phone : new BrowserNewContextOptions()) { ColorScheme = scheme });
        await OpenAsync(page, fixture, charts: true);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(box => { box.open = true; })");

        var faults = (await page.RunAxe()).Violations.Where(fault => fault.Impact is "serious" or "critical");

        var told = string.Join('\n', faults.Select(fault => $"{fault.Id}: {fault.Help}: {string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html))}"));
        Assert.True(told.Length == 0, told);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("hostile")]
    [InlineData("failed")]
    public async Task Page_DoesNotMoveSideways_WhenTheScreenIsAPhone(string name)
    {
        using var fixture = name switch { "full" => DataSets.Full(), "failed" => DataSets.Failed(), _ => DataSets.HostileTexts() };
        var page = await chromium.NewPageAsync(Phone);

        await OpenAsync(page, fixture);

        Assert.Equal(360, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"));
    }

    [Fact]
    public async Task Tables_AreSorted_WhenAHeadIsClicked()
    {
        using var fixture = DataSets.Full();
        var page = await chromium.NewPageAsync();
        await OpenAsync(page, fixture);
        var table = page.Locator("#property-jobs table.sortable").Nth(1);
        var totals = "rows => rows.map(row => row.cells[5].textContent)";

        await table.Locator("thead th").Nth(5).Locator("button").ClickAsync();
        Assert.Equal(["6", "6", "12"], await table.Locator("tbody tr").EvaluateAllAsync<string[]>(totals));
        await table.Locator("thead th").Nth(5).Locator("button").ClickAsync();
        Assert.Equal(["12", "6", "6"], await table.Locator("tbody tr").EvaluateAllAsync<string[]>(totals));
    }

    [Fact]
    public async Task Network_IsHidden_WhenItsBoxIsCleared()
    {
        using var fixture = DataSets.Full();
        var page = await chromium.NewPageAsync();
        await OpenAsync(page, fixture);
        await Assertions.Expect(page.Locator("#network-beta")).ToBeVisibleAsync();

        await page.Locator(".filter input[value=beta]").UncheckAsync();

        await Assertions.Expect(page.Locator("#network-beta")).ToBeHiddenAsync();
        Assert.Equal(0, await page.Locator("[data-network=beta]:visible").CountAsync());
        Assert.NotEqual(0, await page.Locator("[data-network=alpha]:visible").CountAsync());
    }

    private static async Task OpenAsync(IPage page, ReportFixture fixture, bool charts = false)
    {
        var result = await (charts ? fixture.PaintingRenderer : fixture.Renderer).RenderAsync(fixture.Sources, null, NullEventSink.Instance, TestContext.Current.CancellationToken);
        Assert.SkipWhen(charts && result.ChartsMissing is not null, result.ChartsMissing ?? "");
        await page.GotoAsync(new Uri(Path.Combine(fixture.Output, ReportForms.Html)).AbsoluteUri);
    }
}
