using System.Text.RegularExpressions;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Recorded ids and addresses, and what stands for them here.</summary>
internal sealed partial class IdMap
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);

    public void Learn(string recorded, string actual)
    {
        lock (gate)
            ids[recorded] = actual;
    }

    public bool Knows(string recorded)
    {
        lock (gate)
            return ids.ContainsKey(recorded);
    }

    /// <summary>Pairs the first of the recorded ids that has no partner yet.</summary>
    public void LearnNext(string recorded, IEnumerable<string> candidates)
    {
        lock (gate)
        {
            if (candidates.FirstOrDefault(candidate => !ids.ContainsValue(candidate)) is { } free)
                ids[recorded] = free;
        }
    }

    public void LearnWord(string recorded, string actual) => words[recorded] = actual;

    /// <summary>A recorded text with the ids and addresses of here; shortened ids are shortened alike.</summary>
    public string Here(string text)
    {
        foreach (var (recorded, actual) in words)
            text = text.Replace(recorded, actual, StringComparison.Ordinal);
        lock (gate)
            return Id().Replace(text, match => Here(match));
    }

    /// <summary>Any text with ids and addresses taken out, to compare what was recorded with what is seen here.</summary>
    public string Neutral(string text)
    {
        foreach (var (recorded, actual) in words)
            text = text.Replace(actual, recorded, StringComparison.Ordinal);
        text = Uuid().Replace(text, "$1-*");
        text = ShortId().Replace(text, "$1-*");
        return StoragePath().Replace(text, "<folder>");
    }

    private string Here(Match match)
    {
        if (ids.TryGetValue(match.Value, out var exact))
            return exact;
        var longer = ids.Keys.FirstOrDefault(id => id.StartsWith(match.Value, StringComparison.Ordinal));
        return longer is null ? match.Value : ids[longer][..match.Length];
    }

    [GeneratedRegex(@"\b[jen]-[0-9a-f][0-9a-f-]+")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b([jen])-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\b([jen])-[0-9a-f]{4,8}\b")]
    private static partial Regex ShortId();

    [GeneratedRegex(@"(<data-dir>|<path>/state|/tmp/[\w.-]+)(/[\w.*-]+)*/(?=sub/b\.txt|results/o)")]
    private static partial Regex StoragePath();
}
