using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>The value names an entry of a section; checked when all sections are bound.</summary>
internal sealed record NamedReference(string Section, string Name, string Path, SourceLocation Location);

/// <summary>What one binding shares: where findings go, how variables are looked up, what is left to check.</summary>
internal sealed class BindingContext(FindingCollector findings, Func<string, string?>? environment, string folder)
{
    /// <summary>Where findings go.</summary>
    public FindingCollector Findings { get; } = findings;

    /// <summary>Looks up variables; null leaves every value as it is written.</summary>
    public Func<string, string?>? Environment { get; } = environment;

    /// <summary>The folder of the main file: paths in included files are made relative to it.</summary>
    public string Folder { get; } = folder;

    /// <summary>Whether required keys may be absent, as in <c>defaults</c>.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether paths are made full: settings of drivers are used where the folder of the file is no longer known.</summary>
    public bool HasFullPaths { get; init; }

    /// <summary>Every variable that was met.</summary>
    public List<EnvironmentReference> References { get; private init; } = [];

    /// <summary>Every name that must exist elsewhere.</summary>
    public List<NamedReference> Names { get; private init; } = [];

    /// <summary>The same binding for what belongs to drivers.</summary>
    public BindingContext ForDrivers() => new(Findings, Environment, Folder) { HasFullPaths = true, References = References, Names = Names };

    public void Wrong(SourceNode node, string path, string expectation, string? suggestion = null) =>
        Findings.Error(node.Location, path, $"is {node.Kind}; expected {expectation}.", suggestion);

    public void Met(SourceNode node, string path, string name, bool isSecret, bool isMissing) =>
        References.Add(new EnvironmentReference(path, name, isSecret, isMissing, node.Location.File, node.Location.Line));
}
