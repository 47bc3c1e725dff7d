using Survey.Experiments.Reporting.Charts;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>Renders the report. Nothing but files goes in; the same files give the same bytes, at any time and in any culture.</summary>
/// <param name="templates">The folder <c>templates/</c> of the repository.</param>
/// <param name="cache">The folder for drawn charts and the tool that draws them (<c>artifacts/cache/charts</c>).</param>
public sealed class ReportRenderer(string templates, string cache)
{
    private readonly VegaTool? tool;

    internal ReportRenderer(string templates, string cache, VegaTool tool)
        : this(templates, cache) => this.tool = tool;

    /// <summary>
    /// Renders into <see cref="ReportSources.Output"/> and, where given, the texts for publishing. When neither an input nor an output changed
    /// since the last time, nothing is parsed, drawn or written.
    /// </summary>
    /// <param name="sources">What it is made from.</param>
    /// <param name="publish">The folder for posts and articles (<c>artifacts/publish</c>); null writes none.</param>
    /// <param name="events">Where each file is reported with NoChanges, Updated or Generated.</param>
    /// <param name="cancellationToken">Ends the drawing of charts.</param>
    public async Task<RenderResult> RenderAsync(ReportSources sources, string? publish, IEventSink events, CancellationToken cancellationToken)
    {
        var stamp = new RenderStamp(cache, templates, sources, publish);
        if (stamp.IsCurrent(out var known))
        {
            events.Report(new NoteEvent("Render", $"NoChanges: no input and no output changed since the last time ({known.Count} files)."));
            return new RenderResult([.. known.Select(name => new RenderedFile(name, FileChange.NoChanges))], null, []);
        }

        var model = ReportBuilder.Build(sources);
        var painter = new ChartPainter(tool ?? new VegaTool(Path.Combine(templates, "charts"), Path.Combine(cache, "npm")), cache);
        var pictures = await painter.PaintAsync(ChartList.Of(model), cancellationToken);
        if (pictures.Missing is { } missing)
            events.Report(new WarningEvent("Render", missing));
        foreach (var problem in model.Problems)
            events.Report(new WarningEvent("Render", problem.ToString()));

        var folder = new TemplateFolder(templates);
        var files = (await ReportForms.OfAsync(model, folder, pictures)).Select(file => (sources.Output, File: RenderedFile.Write(sources.Output, file.Name, file.Content))).ToList();
        if (publish is not null)
            files.AddRange(ReportForms.Publications(model, folder, pictures).Select(file => (publish, RenderedFile.Write(publish, file.Name, file.Content))));
        foreach (var (_, file) in files)
            events.Report(new NoteEvent("Render", $"{file.Change}: {file.Name}"));

        // Charts that could not be drawn for want of a tool are tried again next time.
        if (pictures.Missing is null)
            stamp.Save(files.Select(file => Path.Combine(file.Item1, file.File.Name)));
        return new RenderResult([.. files.Select(file => file.File)], pictures.Missing, model.Problems);
    }
}

/// <summary>What rendering did.</summary>
/// <param name="Files">Every file with what became of it.</param>
/// <param name="ChartsMissing">Why charts are missing; null when all are there.</param>
/// <param name="Problems">Errors in files written by hand and in evidence; they stand in the report too.</param>
public sealed record RenderResult(IReadOnlyList<RenderedFile> Files, string? ChartsMissing, IReadOnlyList<Claims.SourceProblem> Problems);
