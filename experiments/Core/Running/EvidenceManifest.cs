namespace Survey.Experiments.Running;

/// <summary>Every file of an experiment's folder with its digest: <c>manifest.json</c>.</summary>
/// <param name="Files">By path relative to the folder, forward slashes, ordinal order.</param>
public sealed record EvidenceManifest(IReadOnlyDictionary<string, EvidenceFile> Files)
{
    /// <summary>The name of its own file, which it does not list.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Reads the digests of all files of a folder.</summary>
    public static EvidenceManifest Of(string folder)
    {
        var files = new SortedDictionary<string, EvidenceFile>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (name != FileName && !name.EndsWith(".partial", StringComparison.Ordinal))
                files[name] = new EvidenceFile(FileDigest.Of(path), new FileInfo(path).Length);
        }

        return new EvidenceManifest(files);
    }

    /// <summary>Names of files that are missing or changed, one sentence each.</summary>
    public IReadOnlyList<string> Check(string folder)
    {
        var now = Of(folder).Files;
        return
        [
            .. Files.Where(file => !now.ContainsKey(file.Key)).Select(file => $"{file.Key} is missing."),
            .. Files.Where(file => now.TryGetValue(file.Key, out var found) && found != file.Value).Select(file => $"{file.Key} was changed."),
        ];
    }
}

/// <summary>One file of the evidence.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Bytes">Size.</param>
public sealed record EvidenceFile(string Sha256, long Bytes);
