using System.Text.Json;
using System.Xml.Linq;

namespace Survey.Experiments.Prerequisites;

/// <summary>Reads which packages a program was built with from its <c>.deps.json</c>, so that the answer is what runs, not what was wished.</summary>
public static class PackageInventory
{
    /// <summary>The packages named centrally that the program contains, ordered by id.</summary>
    /// <param name="dependencies">The program's <c>.deps.json</c>.</param>
    /// <param name="centralVersions">The repository's <c>Directory.Packages.props</c>.</param>
    public static IReadOnlyList<PackageInUse> Read(string dependencies, string centralVersions)
    {
        var named = XDocument.Load(centralVersions).Descendants("PackageVersion")
            .Select(element => element.Attribute("Include")?.Value)
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        using var document = JsonDocument.Parse(File.ReadAllBytes(dependencies));
        return
        [
            .. document.RootElement.GetProperty("libraries").EnumerateObject()
                .Select(library => (Parts: library.Name.Split('/'), Type: library.Value.GetProperty("type").GetString()))
                // Neither of the two: a library that came inside another package.
                .Where(library => library.Type is "package" or "project" && named.Contains(library.Parts[0]))
                .Select(library => new PackageInUse(library.Parts[0], library.Type == "package" ? library.Parts[1] : null))
                .OrderBy(package => package.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The same for the running program.</summary>
    /// <param name="repository">The repository's root folder.</param>
    public static IReadOnlyList<PackageInUse> OfThisProgram(string repository) => Read(
        Path.ChangeExtension(System.Reflection.Assembly.GetEntryAssembly()!.Location, ".deps.json"),
        Path.Combine(repository, "Directory.Packages.props"));
}
