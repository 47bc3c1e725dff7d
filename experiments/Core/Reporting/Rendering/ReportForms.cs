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

    public static async Task<IReadOnlyList<(string Name, string Content)>> OfAsync(ReportModel model, TemplateFolder templates, ChartPictures pictures)
    {
        var writer = new PageWriter(templates, model, pictures);
        // With many rows each of these takes a while.
        (string Name, Task<string> Content)[] forms =
        [
            (Html, Task.Run(() => writer.Html("report.html.sbn"))),
            (Markdown, Task.Run(() => writer.Markdown("report.md.sbn"))),
            (Json, Task.Run(() => ModelJson.Write(model))),
            (Schema, Task.Run(() => templates.Text(ReportSchema.Template))),
            (Csv, Task.Run(() => CsvWriter.Write(model))),
            (Summary, Task.Run(() => writer.Markdown("summary.md.sbn"))),
        ];
        await Task.WhenAll(forms.Select(form => form.Content));
        return
        [
            .. pictures.Pictures.Values.OrderBy(picture => picture.File, StringComparer.Ordinal).Select(picture => (picture.File, picture.Standalone + "\n")),
            .. forms.Select(form => (form.Name, form.Content.Result)),
        ];
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
