using System.Globalization;

namespace Survey.Experiments.Specification.Source;

/// <summary>Sets values in a tree. Nodes are immutable: what an alias shares with other places stays as it was there.</summary>
internal static class SourceEdit
{
    /// <summary>The tree with one value set; mappings on the way are made where there are none, an index must exist.</summary>
    public static SourceNode Set(SourceNode node, IReadOnlyList<string> path, SourceNode value) => Set(node, path, 0, value);

    private static SourceNode Set(SourceNode? node, IReadOnlyList<string> path, int depth, SourceNode value)
    {
        if (depth == path.Count)
        {
            return value;
        }

        var key = path[depth];
        if (node is SourceList list)
        {
            return int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count
                ? new SourceList(list.Location, [.. list.Items.Select((item, at) => at == index ? Set(item, path, depth + 1, value) : item)])
                : throw new SourceRefusedException(value.Location, $"'{key}' is no index of a list of {list.Items.Count}; expected one from 0.", null);
        }

        if (node is SourceScalar { IsNull: false })
        {
            throw new SourceRefusedException(value.Location, $"'{string.Join('.', path.Take(depth))}' is {node.Kind}, which has no '{key}'.", null);
        }

        var map = node as SourceMap ?? new SourceMap(value.Location, []);
        var entry = map.Find(key);
        return map.With(new SourceEntry(key, entry?.Location ?? value.Location, Set(entry?.Value, path, depth + 1, value)));
    }
}
