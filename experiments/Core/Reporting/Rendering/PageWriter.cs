using Scriban.Runtime;
using Scriban.Syntax;
using Survey.Experiments.Reporting.Charts;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>Fills one template, and those it takes in, with the report's content.</summary>
internal sealed class PageWriter(TemplateFolder templates, ReportModel model, ChartPictures pictures)
{
    /// <summary>An HTML page.</summary>
    public string Html(string template) => Write(template, Escape.Html, (text, shift) => new SafeText(MarkdownText.ToHtml(text, shift)), picture => picture.Svg);

    /// <summary>A Markdown page.</summary>
    public string Markdown(string template) => Write(template, Escape.Markdown, (text, _) => new SafeText(text), picture => $"![{Escape.Markdown(picture.Chart.Description)}]({picture.File})");

    /// <summary>A Markdown text that stands alone, without the report around it: claims are linked to their sources, everything else within the report is not linked.</summary>
    public string Publication(string template) => Write(
        template, Escape.Markdown, (text, _) => new SafeText(Citations.Standalone(text, model)), picture => $"![{Escape.Markdown(picture.Chart.Description)}]({picture.File})");

    /// <summary>A plain text.</summary>
    public string Plain(string template) => Write(template, Escape.Plain, (text, _) => new SafeText(text), _ => "");

    private string Write(string template, Func<string, string> escape, Func<string, int, SafeText> markdown, Func<ChartPicture, string> draw)
    {
        var context = new EscapingContext(escape);
        var globals = new ScriptObject();
        globals.Import(model);
        globals["stale_after_days"] = ReportModel.StaleAfterDays;
        globals["charts_missing"] = pictures.Missing;
        globals.Import("chart", new Func<string, ChartView?>(id => pictures.Find(id) is { } picture ? new ChartView(picture.Chart.Title, picture.Chart.Description, new SafeText(draw(picture))) : null));
        globals.Import("text_of", new Func<string, SafeText>(name => new SafeText(templates.Text(name).Trim())));
        globals.Import("digest_of", new Func<string, string>(name => ScriptDigest(templates.Text(name).Trim())));
        globals.Import("property_template", new Func<string, string>(PropertyTemplate));
        globals.Import("partial", new Func<string, SafeText>(name => Partial(context, name)));
        context.PushGlobal(new ReportFunctions(model, markdown));
        context.PushGlobal(globals);
        try
        {
            return templates.Get(template).Render(context).ReplaceLineEndings("\n").TrimEnd() + "\n";
        }
        catch (ScriptRuntimeException error)
        {
            // A template taken in by another one has said already what is wrong with it.
            throw error.GetBaseException() as ReportException ?? new ReportException($"Template {error.GetBaseException().Message} Mend the template and render again.", error);
        }
    }

    // Properties that have more to show than cells have a template of their own; the others show their probes.
    private string PropertyTemplate(string property) =>
        $"report/property-{Anchors.Slug(property)}.html.sbn" is var name && templates.Has(name) ? name : "report/probes.html.sbn";

    private SafeText Partial(EscapingContext context, string name)
    {
        context.PushOutput();
        try
        {
            return new SafeText(templates.Get(name).Render(context));
        }
        finally
        {
            context.PopOutput();
        }
    }

    // The page's policy allows this one script and no other: a text from a network that slipped through would still not run.
    private static string ScriptDigest(string script) =>
        "sha256-" + Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
}

/// <summary>A chart as templates see it.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Description">What it shows, for those who cannot see it.</param>
/// <param name="Picture">The picture in the language of the page.</param>
internal sealed record ChartView(string Title, string Description, SafeText Picture);
