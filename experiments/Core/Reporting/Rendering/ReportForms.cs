using Survey.Experiments.Reporting.Charts;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>All files of a report, as text by name. The order is that of writing: pictures before the page that shows them.</summary>
internal static class ReportForms
{
    public const string Html = "report.html";
    public const string Markdown = "report.md";
    public const string Json = "report.json";
    public const string Schema = "report.schema.json";
    public const string Csv = "results.csv";
    public const string Summary = "summary.md";

    public static IEnumerable<(string Name, string Content)> Of(ReportModel model, TemplateFolder templates, ChartPictures pictures)
    {
        var writer = new PageWriter(templates, model, pictures);
        foreach (var picture in pictures.Pictures.Values.OrderBy(picture => picture.File, StringComparer.Ordinal))
            yield return (picture.File, picture.Standalone + "\n");
        yield return (Html, writer.Html("report.html.sbn"));
        yield return (Markdown, writer.Markdown("report.md.sbn"));
        yield return (Json, ModelJson.Write(model));
        yield return (Schema, ModelJson.Schema());
        yield return (Csv, CsvWriter.Write(model));
        yield return (Summary, writer.Markdown("summary.md.sbn"));
    }

    /// <summary>Texts for publishing, made from the same content.</summary>
    public static IEnumerable<(string Name, string Content)> Publications(ReportModel model, TemplateFolder templates, ChartPictures pictures)
    {
        var writer = new PageWriter(templates, model, pictures);
        yield return ("article.md", writer.Publication("publish/article.md.sbn"));
        yield return ("forum-post.md", writer.Publication("publish/forum-post.md.sbn"));
        yield return ("posts.txt", writer.Plain("publish/posts.txt.sbn"));
    }
}
