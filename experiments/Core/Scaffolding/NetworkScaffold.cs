using System.Globalization;
using System.Text.RegularExpressions;
using Scriban;
using Scriban.Runtime;

namespace Survey.Experiments.Scaffolding;

/// <summary>Writes the first files of a new network: a commented YAML block and a README stub.</summary>
/// <param name="repository">The repository's root folder.</param>
public sealed partial class NetworkScaffold(string repository)
{
    private static readonly string[] Drivers = ["http", "command"];

    /// <summary>Writes <c>experiments/&lt;Name&gt;/network.yaml</c> and <c>README.md</c>; never overwrites.</summary>
    /// <param name="name">The network's name: lower-case letters, digits and <c>-</c>.</param>
    /// <param name="driver">The driver: http or command.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="SurveyException">The name or the driver is not possible, or the files exist.</exception>
    public IReadOnlyList<string> Write(string? name, string? driver)
    {
        if (name is null || !Name().IsMatch(name))
            throw new SurveyException(ExitCode.InvalidSpecification, $"'{name}' is no name for a network. Use lower-case letters, digits and -, for example --network=my-network.");
        driver ??= "http";
        if (!Drivers.Contains(driver, StringComparer.Ordinal))
            throw new SurveyException(ExitCode.InvalidSpecification, $"There is no scaffold for the driver '{driver}'. Use --driver=http or --driver=command.");

        var folder = Path.Combine(repository, "experiments", Pascal(name));
        string[] files = [Path.Combine(folder, "network.yaml"), Path.Combine(folder, "README.md")];
        if (files.FirstOrDefault(File.Exists) is { } existing)
            throw new SurveyException(ExitCode.Error, $"'{existing}' exists already. Choose another name, or edit that file.");

        Directory.CreateDirectory(folder);
        File.WriteAllText(files[0], Render($"{driver}.yaml.sbn", name));
        File.WriteAllText(files[1], Render("README.md.sbn", name));
        return files;
    }

    private string Render(string template, string name)
    {
        var path = Path.Combine(repository, "templates", "new-network", template);
        var values = new ScriptObject
        {
            ["name"] = name,
            ["title"] = Pascal(name),
            ["tool"] = name,
            ["variable"] = name.ToUpperInvariant().Replace('-', '_'),
        };
        return Template.Parse(File.ReadAllText(path), path).Render(values).ReplaceLineEndings("\n");
    }

    private static string Pascal(string name) =>
        string.Concat(name.Split('-').Select(part => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(part)));

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex Name();
}
