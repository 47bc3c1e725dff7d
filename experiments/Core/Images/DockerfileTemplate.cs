using System.Text.Json;
using Scriban;
using Scriban.Runtime;

namespace Survey.Experiments.Images;

/// <summary>Renders <c>templates/Dockerfile.sbn</c>.</summary>
internal sealed class DockerfileTemplate(string path)
{
    public string Render(string image, string from, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> environment, string? entrypoint)
    {
        var template = Template.Parse(File.ReadAllText(path), path);
        if (template.HasErrors)
            throw new ImageException(image, $"The Dockerfile's template is invalid: {string.Join("; ", template.Messages)}");
        var values = new ScriptObject
        {
            ["base"] = from,
            ["labels"] = Quote(labels),
            ["environment"] = Quote(environment),
            ["entrypoint"] = entrypoint is null ? null : JsonSerializer.Serialize(entrypoint),
        };
        return template.Render(new TemplateContext(values) { StrictVariables = true, NewLine = "\n" }).ReplaceLineEndings("\n");
    }

    /// <summary>Values stand in double quotes, where Docker expands variables: a dollar sign has to be escaped as well.</summary>
    private static ScriptArray Quote(IReadOnlyDictionary<string, string> pairs) =>
    [
        .. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new ScriptObject
        {
            ["key"] = pair.Key,
            ["value"] = $"\"{pair.Value.ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}\"",
        }),
    ];
}
