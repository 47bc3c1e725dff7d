using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>Turns Markdown written by hand into HTML: no raw HTML, no link but to the web, to the page itself or beside it, headings below the page's own.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <summary>The page as HTML.</summary>
    public static string ToHtml(string markdown, int headingShift = 1)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
            heading.Level = Math.Min(6, heading.Level + headingShift);
        foreach (var link in document.Descendants<LinkInline>().Where(link => link.IsImage || !IsHarmless(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.FirstChild?.ToString() ?? link.Url ?? ""));
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !IsHarmless(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        return document.ToHtml(Pipeline).Trim();
    }

    private static bool IsHarmless(string? url) => Uri.TryCreate(url, UriKind.RelativeOrAbsolute, out var uri) && (!uri.IsAbsoluteUri || uri.Scheme is "https" or "http");
}
