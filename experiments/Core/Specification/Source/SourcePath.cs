using System.Globalization;
using System.Text;

namespace Survey.Experiments.Specification.Source;

/// <summary>A path into the specification as people write it: <c>models.cnn.epochs</c>, <c>mirrors[0].npm</c>, <c>files["a.b"].sha256</c>.</summary>
internal static class SourcePath
{
    /// <summary>The segments, or null when the text is no path. A segment in brackets without quotes is an index.</summary>
    public static IReadOnlyList<string>? Parse(string path)
    {
        var segments = new List<string>();
        for (var at = 0; at < path.Length;)
        {
            var end = path[at] == '[' ? EndOfBracket(path, at) : EndOfName(path, at);
            if (end < 0)
            {
                return null;
            }

            segments.Add(path[at] == '[' ? path[(at + 1)..(end - 1)].Trim('"') : path[at..end]);
            if (segments[^1].Length == 0 || (end < path.Length && path[end] is not ('.' or '[')) || path.EndsWith('.'))
            {
                return null;
            }

            at = end < path.Length && path[end] == '.' ? end + 1 : end;
        }

        return segments.Count == 0 ? null : segments;
    }

    /// <summary>The path with one segment more.</summary>
    public static string Join(string parent, string key)
    {
        if (key.AsSpan().ContainsAny('.', '[', ']'))
        {
            return new StringBuilder(parent).Append("[\"").Append(key).Append("\"]").ToString();
        }

        return parent.Length == 0 ? key : $"{parent}.{key}";
    }

    /// <summary>The path with an index more.</summary>
    public static string Join(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    /// <summary>Where the deepest node on the path stands that there is, so that a finding about a missing value points at its parent.</summary>
    public static SourceLocation Locate(SourceNode root, IReadOnlyList<string> segments)
    {
        var (node, location) = (root, root.Location);
        foreach (var segment in segments)
        {
            if (node is SourceMap map && map.Find(segment) is { } entry)
            {
                (node, location) = (entry.Value, entry.Location);
            }
            else if (node is SourceList list && int.TryParse(segment, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < list.Items.Count)
            {
                (node, location) = (list.Items[index], list.Items[index].Location);
            }
            else
            {
                break;
            }
        }

        return node is SourceScalar ? node.Location : location;
    }

    private static int EndOfName(string path, int at)
    {
        var end = path.AsSpan(at).IndexOfAny('.', '[');
        return end < 0 ? path.Length : at + end;
    }

    private static int EndOfBracket(string path, int at)
    {
        var close = at + 1 < path.Length && path[at + 1] == '"' ? path.IndexOf("\"]", at + 2, StringComparison.Ordinal) + 1 : path.IndexOf(']', at);
        return close <= at ? -1 : close + 1;
    }
}
