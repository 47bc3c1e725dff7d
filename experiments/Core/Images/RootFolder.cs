namespace Survey.Experiments.Images;

/// <summary>Lays out the file system of an image: one program, the libraries it needs, nothing else.</summary>
internal sealed class RootFolder(string path)
{
    public const string Executable = "app/worker";
    public const string Certificates = "etc/ssl/certs/ca-certificates.crt";

    // Any user must be able to read all of it, and nobody needs to write.
    private const UnixFileMode ProgramMode = (UnixFileMode)0b111_101_101;
    private const UnixFileMode DataMode = (UnixFileMode)0b110_100_100;

    // Layers carry times: a fixed one keeps two builds of the same content alike.
    private static readonly DateTime Stamp = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public string Path { get; } = path;

    public void AddProgram(string source, string target) => Add(source, target, ProgramMode);

    public void AddData(string source, string target) => Add(source, target, DataMode);

    /// <summary>Gives every folder the same mode and time; the last thing to do.</summary>
    public void Seal()
    {
        foreach (var folder in Directory.GetDirectories(Path, "*", SearchOption.AllDirectories).Append(Path))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, ProgramMode);
            Directory.SetLastWriteTimeUtc(folder, Stamp);
        }
    }

    /// <summary>Its files in the order of their paths.</summary>
    public IReadOnlyList<ImageFile> List() =>
    [
        .. Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => ImageFile.Of(Path, file))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    private void Add(string source, string target, UnixFileMode mode)
    {
        var file = System.IO.Path.Combine(Path, target.TrimStart('/'));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.Copy(source, file, overwrite: true);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);
        File.SetLastWriteTimeUtc(file, Stamp);
    }
}
