using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Evidence;

/// <summary>Compares the files of an experiment with its manifest.</summary>
internal static class ManifestCheck
{
    public static EvidenceList List(EvidenceItem item, string output)
    {
        var folder = Href.Relative(output, item.Folder) + "/";
        if (item.Manifest is not { } manifest)
            return new EvidenceList(folder, [], "There is no manifest: the files of this run cannot be checked.", false);
        var entries = manifest.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Entry(item, file.Key, file.Value, output)).ToList();
        var wrong = Wrong(item, manifest);
        var kept = entries.Count(entry => entry.Href is not null);
        var check = wrong is not null
            ? $"{wrong} The evidence does not match its manifest: do not trust this row."
            : kept == entries.Count
                ? $"{Plural(kept, "file")}, each with the digest of the manifest."
                : $"{kept} of {Plural(entries.Count, "file")} kept, each with the digest of the manifest.";
        return new EvidenceList(folder, entries, check, wrong is null);
    }

    /// <summary>The first file that is not what the manifest says, as a sentence; null when all are.</summary>
    public static string? Wrong(EvidenceItem item, EvidenceManifest manifest)
    {
        foreach (var (name, file) in manifest.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (PathOf(item.Folder, name) is not { } path)
                return $"The manifest names '{name}', which is outside the folder.";
            if (!File.Exists(path))
            {
                if (!item.Compact)
                    return $"{name} is missing.";
            }
            else if (new FileInfo(path).Length != file.Bytes || FileDigest.Of(path) != file.Sha256)
            {
                return $"{name} was changed.";
            }
        }

        return null;
    }

    /// <summary>The full path of a file that a manifest names, or null when the name leads out of the folder.</summary>
    public static string? PathOf(string folder, string name)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root, StringComparison.Ordinal) ? path : null;
    }

    private static EvidenceEntry Entry(EvidenceItem item, string name, EvidenceFile file, string output) =>
        new(name, file.Bytes, file.Sha256, PathOf(item.Folder, name) is { } path && File.Exists(path) ? Href.Relative(output, path) : null);

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
