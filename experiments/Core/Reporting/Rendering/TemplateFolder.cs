using System.Collections.Concurrent;
using Scriban;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>The templates, parsed once each, for several writers at a time.</summary>
internal sealed class TemplateFolder(string path)
{
    private readonly ConcurrentDictionary<string, Template> parsed = new(StringComparer.Ordinal);

    /// <summary>Where they are.</summary>
    public string Path { get; } = path;

    /// <summary>Whether there is a template.</summary>
    public bool Has(string name) => File.Exists(System.IO.Path.Combine(Path, name));

    /// <summary>A template by its path below the folder.</summary>
    /// <exception cref="ReportException">It is missing or has errors.</exception>
    public Template Get(string name) => parsed.GetOrAdd(name, Parse);

    /// <summary>The text of a file beside the templates: style and script.</summary>
    public string Text(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        return File.Exists(file)
            ? File.ReadAllText(file).ReplaceLineEndings("\n")
            : throw new ReportException($"The template '{file}' is missing: restore the repository's templates folder.");
    }

    private Template Parse(string name)
    {
        var template = Template.Parse(Text(name), name);
        return template.HasErrors ? throw new ReportException($"Template {string.Join(" ", template.Messages)} Mend the template and render again.") : template;
    }
}
