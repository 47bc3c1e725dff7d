namespace Survey.Experiments.Images;

/// <summary>Finds shared libraries where this machine's loader would.</summary>
internal sealed class LibrarySearch(IReadOnlyList<string> folders)
{
    /// <summary>The loader's own folders and those its configuration adds.</summary>
    public static LibrarySearch OfThisMachine() => new(
    [
        .. DefaultFolders().Concat(ConfiguredFolders("/etc/ld.so.conf.d")).Where(Directory.Exists).Distinct(StringComparer.Ordinal),
    ]);

    /// <summary>Full path of a library of this machine kind, or null.</summary>
    public string? Find(string name, ushort machine) => folders
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(path => File.Exists(path) && ElfFile.TryRead(path)?.Machine == machine);

    /// <summary>
    /// Everything these files need, by name. A name that is found nowhere is an error: the image would not start.
    /// </summary>
    public IReadOnlyDictionary<string, string> Close(string image, params IEnumerable<string> files)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>(files);
        while (open.TryDequeue(out var path))
        {
            var elf = ElfFile.TryRead(path) ?? throw new ImageException(image, $"'{path}' is no 64-bit ELF file; the image cannot be packed from it.");
            foreach (var name in elf.Needed.Where(name => !found.ContainsKey(name)))
            {
                found[name] = Find(name, elf.Machine)
                    ?? throw new ImageException(image, $"'{Path.GetFileName(path)}' needs {name}, which is not on this machine; install the package that holds it.");
                open.Enqueue(found[name]);
            }
        }

        return found;
    }

    private static IEnumerable<string> DefaultFolders()
    {
        string[] roots = ["/lib", "/usr/lib"];
        var multiarch = roots.Where(Directory.Exists).SelectMany(root => Directory.GetDirectories(root, "*-linux-gnu").Order(StringComparer.Ordinal));
        return [.. multiarch, "/lib64", "/usr/lib64", .. roots];
    }

    private static IEnumerable<string> ConfiguredFolders(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.GetFiles(folder, "*.conf").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)
            .Select(line => line.Trim()).Where(line => line.StartsWith('/'));
}
