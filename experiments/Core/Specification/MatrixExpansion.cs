using System.Text;
using System.Text.RegularExpressions;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification;

/// <summary>Turns the experiments as they are written into one entry per run: matrix values filled in, defaults laid under.</summary>
internal sealed partial class MatrixExpansion(FindingCollector findings)
{
    private readonly Dictionary<string, SourceLocation> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> origins = new(StringComparer.Ordinal);
    private readonly List<SourceEntry> expanded = [];

    /// <summary>For each experiment that a matrix made, the entry it comes from.</summary>
    public IReadOnlyDictionary<string, string> Origins => origins;

    public SourceMap Expand(SourceMap experiments, SourceMap defaults)
    {
        foreach (var entry in experiments.Entries)
        {
            if (entry.Value is SourceMap map)
            {
                Expand(entry, map, defaults);
            }
            else
            {
                expanded.Add(entry);
            }
        }

        return new SourceMap(experiments.Location, expanded);
    }

    private void Expand(SourceEntry entry, SourceMap map, SourceMap defaults)
    {
        var own = map.Without("matrix", "name");
        if (map.Find("matrix") is not { } matrix)
        {
            if (map.Find("name") is { } name)
            {
                findings.Error(name.Location, $"experiments.{entry.Key} has 'name', the pattern for names of a matrix, and no matrix; expected both or neither.");
            }

            Add(entry with { Value = own.Over(defaults) }, null);
            return;
        }

        if (matrix.Value is not SourceMap { Entries.Count: > 0 } axes)
        {
            findings.Error(matrix.Value.Location, $"experiments.{entry.Key}.matrix is {matrix.Value.Kind}; expected a mapping of paths to the values they take.");
            return;
        }

        foreach (var combination in Combine(entry.Key, axes))
        {
            if (expanded.Count >= SourceLimits.Experiments)
            {
                findings.Error(matrix.Location, $"The matrices make more than {SourceLimits.Experiments} experiments; expected fewer.");
                return;
            }

            var values = combination.Aggregate(own, (node, cell) => (SourceMap)SourceEdit.Set(node, cell.Path, cell.Value));
            if (NameOf(entry, map, combination) is { } name)
            {
                Add(new SourceEntry(name, entry.Location, values.Over(defaults)), entry.Key);
            }
        }
    }

    private IEnumerable<IReadOnlyList<MatrixCell>> Combine(string experiment, SourceMap axes)
    {
        IEnumerable<IReadOnlyList<MatrixCell>> combinations = [[]];
        foreach (var axis in axes.Entries)
        {
            if (MatrixCell.Read(experiment, axis, findings) is { } cells)
            {
                combinations = combinations.SelectMany(done => cells, IReadOnlyList<MatrixCell> (done, cell) => [.. done, cell]);
            }
        }

        return combinations;
    }

    /// <summary>The name by the pattern, or the values joined: the same values give the same name whatever else is in the file.</summary>
    private string? NameOf(SourceEntry entry, SourceMap map, IReadOnlyList<MatrixCell> cells)
    {
        if (map.Find("name")?.Value is not SourceScalar pattern)
        {
            return string.Join('-', cells.Select(cell => cell.Label).Prepend(entry.Key));
        }

        var labels = cells.ToDictionary(cell => cell.Key, cell => cell.Label, StringComparer.Ordinal);
        var name = new StringBuilder(Placeholder.Replace(pattern.Text, match =>
        {
            var key = match.Groups[1].Value;
            if (key != "experiment" && !labels.ContainsKey(key))
            {
                findings.Error(
                    pattern.Location, $"experiments.{entry.Key}.name has '{{{key}}}'; expected {{experiment}} or a path of its matrix.", Nearest.Suggest(key, labels.Keys));
            }

            return key == "experiment" ? entry.Key : labels.GetValueOrDefault(key, "");
        }));
        return name.ToString();
    }

    private void Add(SourceEntry entry, string? origin)
    {
        if (!taken.TryAdd(entry.Key, entry.Location))
        {
            findings.Error(
                entry.Location,
                $"A second experiment is named '{entry.Key}', the first in line {taken[entry.Key].Line}; expected names that differ.",
                origin is null ? null : "Name every path of the matrix in 'name', or leave 'name' out.");
            return;
        }

        expanded.Add(entry);
        if (origin is not null)
        {
            origins[entry.Key] = origin;
        }
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholder { get; }
}
