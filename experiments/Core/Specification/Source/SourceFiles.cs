using System.Text;

namespace Survey.Experiments.Specification.Source;

/// <summary>Reads the main file and everything it includes, and joins them: sections entry by entry, each entry in one file only.</summary>
internal sealed class SourceFiles(FindingCollector findings)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    /// <summary>All files as one mapping without <c>include</c>; null when the main file cannot be read.</summary>
    public SourceMap? Load(string path) => Load(path, Path.GetFullPath(path), new SourceLocation(path, 1, 1), []);

    private SourceMap? Load(string name, string path, SourceLocation from, IReadOnlyList<string> above)
    {
        if (above.Contains(path, StringComparer.Ordinal))
        {
            findings.Error(from, $"'{name}' includes itself: {string.Join(" -> ", above.Append(path).Select(Path.GetFileName))}.");
            return null;
        }

        if (!read.Add(path))
        {
            findings.Error(from, $"'{name}' is included twice; expected once.");
            return null;
        }

        if (read.Count > SourceLimits.Files)
        {
            findings.Error(from, $"More than {SourceLimits.Files} files are included.");
            return null;
        }

        if (ReadText(name, path, from) is not { } text || SourceReader.Read(name, text, findings) is not { } root)
        {
            return null;
        }

        if (root is not SourceMap map)
        {
            if (root is not SourceScalar { IsNull: true })
            {
                findings.Error(root.Location, $"The file holds {root.Kind}; expected a mapping with sections such as 'experiments'.");
                return null;
            }

            map = new SourceMap(root.Location, []);
        }

        var joined = map.Without("include");
        foreach (var include in Includes(map))
        {
            var relative = Path.Combine(Path.GetDirectoryName(name) ?? "", include.Text).Replace('\\', '/');
            var target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, include.Text));
            if (Load(relative, target, include.Location, [.. above, path]) is { } other)
            {
                joined = Join(joined, other);
            }
        }

        return joined;
    }

    private string? ReadText(string name, string path, SourceLocation from)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > SourceLimits.FileBytes)
            {
                findings.Error(from, $"'{name}' has {length} bytes; expected at most {SourceLimits.FileBytes}.");
                return null;
            }

            return StrictUtf8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Error(from, $"The file '{name}' does not exist.");
        }
        catch (DecoderFallbackException)
        {
            findings.Error(new SourceLocation(name, 1, 1), $"'{name}' is not UTF-8 text.", "Save it as UTF-8.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(from, $"The file '{name}' cannot be read: {exception.Message}");
        }

        return null;
    }

    private IEnumerable<SourceScalar> Includes(SourceMap map)
    {
        var value = map.Find("include")?.Value;
        foreach (var item in value is SourceList list ? list.Items : value is null ? [] : [value])
        {
            if (item is SourceScalar { IsNull: false } scalar && !Path.IsPathRooted(scalar.Text) && !scalar.Text.Contains("://", StringComparison.Ordinal)
                && !scalar.Text.Contains('\0', StringComparison.Ordinal))
            {
                yield return scalar;
            }
            else
            {
                findings.Error(item.Location, $"'include' holds {item.Kind}; expected the path of a YAML file, relative to this one.");
            }
        }
    }

    private SourceMap Join(SourceMap map, SourceMap other)
    {
        foreach (var section in other.Entries)
        {
            map = map.Find(section.Key) is { } existing ? map.With(Join(existing, section)) : map.With(section);
        }

        return map;
    }

    private SourceEntry Join(SourceEntry existing, SourceEntry added)
    {
        if (existing.Value is not SourceMap into || added.Value is not SourceMap from)
        {
            findings.Error(added.Location, $"'{added.Key}' stands in {existing.Location.File}:{existing.Location.Line} already; expected one.");
            return existing;
        }

        var entries = into.Entries.ToList();
        foreach (var entry in from.Entries)
        {
            if (into.Find(entry.Key) is { } first)
            {
                findings.Error(entry.Location, $"'{added.Key}.{entry.Key}' stands in {first.Location.File}:{first.Location.Line} already; expected one.");
            }
            else
            {
                entries.Add(entry);
            }
        }

        return existing with { Value = new SourceMap(into.Location, entries) };
    }
}
