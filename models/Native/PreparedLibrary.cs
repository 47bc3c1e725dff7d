namespace Survey.Models.Native;

/// <summary>The copy of LibTorchSharp that loads on systems with an older libstdc++.</summary>
internal static class PreparedLibrary
{
    /// <summary>The one version that is named but not used.</summary>
    internal const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>Makes the copy, or finds it made before, in <paramref name="cacheFolder"/>.</summary>
    /// <returns>The file to load.</returns>
    public static string Prepare(string library, string cacheFolder)
    {
        var name = Path.GetFileName(library);
        var content = File.ReadAllBytes(library);
        var folder = Path.Combine(cacheFolder, Digests.Sha256(content)[..16]);
        if (!ElfVersionNeeds.Weaken(content, name, UnusedVersion))
            return library;

        // What lies there is compared, not believed: this file is going to be executed.
        var prepared = Path.Combine(folder, name);
        if (!File.Exists(prepared) || !File.ReadAllBytes(prepared).AsSpan().SequenceEqual(content))
            WriteBesideOthers(prepared, content);
        return prepared;
    }

    /// <summary>The user's cache folder; the program's own folder for users without a home.</summary>
    public static string DefaultCacheFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } configured && Path.IsPathRooted(configured)
            ? configured
            : home.Length > 0 ? Path.Combine(home, ".cache") : Path.Combine(AppContext.BaseDirectory, "cache");
        return Path.Combine(cache, "survey", "libtorchsharp");
    }

    /// <summary>Several processes may prepare it at once, and one may have it loaded: each writes its own file and renames it.</summary>
    private static void WriteBesideOthers(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var own = $"{path}.{Guid.NewGuid():n}";
        File.WriteAllBytes(own, content);
        File.Move(own, path, overwrite: true);
    }
}
