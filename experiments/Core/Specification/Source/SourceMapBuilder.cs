namespace Survey.Experiments.Specification.Source;

/// <summary>Puts a mapping together: reports duplicate keys and resolves merge keys (https://yaml.org/type/merge.html).</summary>
internal sealed class SourceMapBuilder(FindingCollector findings)
{
    private readonly List<SourceEntry> entries = [];
    private readonly Dictionary<string, SourceLocation> seen = new(StringComparer.Ordinal);
    private readonly List<SourceMap> merged = [];

    public void Add(string key, bool isPlain, SourceLocation location, SourceNode value)
    {
        if (key == "<<" && isPlain)
        {
            AddMerge(value);
        }
        else if (seen.TryAdd(key, location))
        {
            entries.Add(new SourceEntry(key, location, value));
        }
        else
        {
            findings.Error(location, $"The key '{key}' stands here twice, first in line {seen[key].Line}; expected one.");
        }
    }

    /// <summary>Keys written out win over merged ones, and an earlier merged mapping over a later one.</summary>
    public SourceMap Build(SourceLocation location)
    {
        foreach (var entry in merged.SelectMany(map => map.Entries))
        {
            if (seen.TryAdd(entry.Key, entry.Location))
            {
                entries.Add(entry);
            }
        }

        return new SourceMap(location, entries);
    }

    private void AddMerge(SourceNode value)
    {
        foreach (var node in value is SourceList list ? list.Items : [value])
        {
            if (node is SourceMap map)
            {
                merged.Add(map);
            }
            else
            {
                findings.Error(node.Location, $"A merge key ('<<') takes mappings, usually an alias; found {node.Kind}.");
            }
        }
    }
}
