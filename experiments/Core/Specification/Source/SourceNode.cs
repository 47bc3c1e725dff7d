namespace Survey.Experiments.Specification.Source;

/// <summary>Where a node stands. An argument has its own text as file, and line 0.</summary>
internal readonly record struct SourceLocation(string File, int Line, int Column);

/// <summary>A node of a YAML file: anchors, merge keys and includes are resolved, positions are kept. Immutable, so that aliases share nodes.</summary>
internal abstract class SourceNode(SourceLocation location, long size, int depth)
{
    public SourceLocation Location { get; } = location;

    /// <summary>Nodes below and including this one, each alias counted in full.</summary>
    public long Size { get; } = size;

    /// <summary>Mappings and lists inside each other below this one, aliases followed.</summary>
    public int Depth { get; } = depth;

    /// <summary>What it is, for messages: "text", "a list", "a mapping".</summary>
    public abstract string Kind { get; }
}

/// <summary>Text, a number, a date: YAML decides by the reader, so only the text and its quoting are kept.</summary>
internal sealed class SourceScalar(SourceLocation location, string text, bool isQuoted) : SourceNode(location, 1, 0)
{
    public string Text { get; } = text;

    public bool IsQuoted { get; } = isQuoted;

    /// <summary>Nothing was written, or null.</summary>
    public bool IsNull => !IsQuoted && (Text is "" or "~" or "null");

    public override string Kind => IsNull ? "nothing" : IsQuoted ? $"the text \"{Shorten(Text)}\"" : $"'{Shorten(Text)}'";

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}

internal sealed class SourceList(SourceLocation location, IReadOnlyList<SourceNode> items)
    : SourceNode(location, 1 + items.Sum(item => item.Size), 1 + items.Select(item => item.Depth).DefaultIfEmpty().Max())
{
    public IReadOnlyList<SourceNode> Items { get; } = items;

    public override string Kind => "a list";
}

/// <summary>One key with its value.</summary>
internal sealed record SourceEntry(string Key, SourceLocation Location, SourceNode Value);

internal sealed class SourceMap(SourceLocation location, IReadOnlyList<SourceEntry> entries)
    : SourceNode(location, 1 + entries.Sum(entry => entry.Value.Size), 1 + entries.Select(entry => entry.Value.Depth).DefaultIfEmpty().Max())
{
    private readonly Dictionary<string, SourceEntry> index = entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);

    public IReadOnlyList<SourceEntry> Entries { get; } = entries;

    public override string Kind => "a mapping";

    public SourceEntry? Find(string key) => index.GetValueOrDefault(key);

    /// <summary>The same mapping with one entry replaced, or added at the end.</summary>
    public SourceMap With(SourceEntry entry) => index.ContainsKey(entry.Key)
        ? new SourceMap(Location, [.. Entries.Select(old => old.Key == entry.Key ? entry : old)])
        : new SourceMap(Location, [.. Entries, entry]);

    /// <summary>The same mapping without some keys.</summary>
    public SourceMap Without(params ReadOnlySpan<string> keys)
    {
        var kept = new List<SourceEntry>(Entries.Count);
        foreach (var entry in Entries)
        {
            if (!keys.Contains(entry.Key))
            {
                kept.Add(entry);
            }
        }

        return kept.Count == Entries.Count ? this : new SourceMap(Location, kept);
    }

    /// <summary>This mapping laid over another: mappings are joined key by key, anything else is replaced.</summary>
    public SourceMap Over(SourceMap under)
    {
        if (under.Entries.Count == 0)
        {
            return this;
        }

        var joined = new List<SourceEntry>(Entries.Count + under.Entries.Count);
        foreach (var entry in Entries)
        {
            var joins = entry.Value is SourceMap && under.Find(entry.Key)?.Value is SourceMap;
            joined.Add(joins ? entry with { Value = ((SourceMap)entry.Value).Over((SourceMap)under.Find(entry.Key)!.Value) } : entry);
        }

        joined.AddRange(under.Entries.Where(entry => Find(entry.Key) is null));
        return new SourceMap(Location, joined);
    }
}
