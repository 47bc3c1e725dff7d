using Scriban;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>The templates, parsed once each.</summary>
internal sealed class TemplateFolder(string path)
{
    private readonly Dictionary<string, Template> parsed = new(StringComparer.Ordinal);

    /// <summary>Where they are.</summary>
    public string Path { get; } = path;

    /// <summary>Whether there is a template.</summary>
    public bool Has(string name) => File.Exists(System.IO.Path.Combine(Path, name));

    /// <summary>A template by its path below the folder.</summary>
    /// <exception cref="ReportException">It is missing or has errors.</exception>
    public Template Get(string name)
    {
        if (parsed.TryGetValue(name, out var known))
            return known;
        var template = Template.Parse(Text(name), name);
        if (template.HasErrors)
            throw new ReportException($"Template {string.Join(" ", template.Messages)} Mend the template and render again.");
        return parsed[name] = template;
    }

    /// <summary>The text of a file beside the templates: style and script.</summary>
    public string Text(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        return File.Exists(file)
            ? File.ReadAllText(file).ReplaceLineEndings("\n")
            : throw new ReportException($"The template '{file}' is missing: restore the repository's templates folder.");
    }
}
