namespace Survey.Experiments.Images;

/// <summary>Decides which files go into the worker's image, and where.</summary>
internal sealed class RootLayout(ImageRequest request, LibrarySearch libraries)
{
    private const string Runtime = "libonnxruntime.so";
    private const string Libc = "libc.so.6";
    private const string HostCertificates = "/etc/ssl/certs/ca-certificates.crt";

    // .NET loads OpenSSL by name: nothing names it as needed.
    private static readonly string[] Tls = ["libssl.so.3", "libcrypto.so.3"];

    public void Fill(RootFolder root, PublishedWorker published, BaseImage chosen)
    {
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        var program = Path.Combine(published.Folder, "worker" + extension);
        root.AddProgram(program, RootFolder.Executable + extension);
        var runtime = OperatingSystem.IsLinux() ? Runtime : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "onnxruntime.dll";
        root.AddProgram(Path.Combine(published.Folder, runtime), "app/" + runtime);

        // A base image brings loader, libraries and certificates of its own.
        if (OperatingSystem.IsLinux() && chosen.IsScratch)
            AddLibraries(root, program, Path.Combine(published.Folder, runtime));
        root.Seal();
    }

    private void AddLibraries(RootFolder root, string program, string runtime)
    {
        var elf = ElfFile.TryRead(program) ?? throw new ImageException(request.Name, $"'{program}' is no 64-bit ELF file.");
        List<string> roots = [program, runtime];
        if (request.Spec.Tls)
        {
            roots.AddRange(Tls.Select(name => libraries.Find(name, elf.Machine)
                ?? throw new ImageException(request.Name, $"'tls: true' needs {name}, which is not on this machine; install OpenSSL 3 (libssl3).")));
        }

        var closed = libraries.Close(request.Name, roots).ToDictionary(StringComparer.Ordinal);
        foreach (var tls in roots.Skip(2))
            closed[Path.GetFileName(tls)] = tls;

        // The loader has no cache in the image: it looks into its own folders only, and libc's is one of them.
        var folder = Path.GetDirectoryName(closed[Libc])!;
        var interpreter = elf.Interpreter ?? throw new ImageException(request.Name, $"'{program}' names no loader.");
        foreach (var (name, path) in closed.Where(library => library.Key != Path.GetFileName(interpreter)))
            root.AddData(path, Path.Combine(folder, name));
        root.AddProgram(interpreter, interpreter);
        if (request.Spec.Tls)
            AddCertificates(root);
    }

    private void AddCertificates(RootFolder root)
    {
        if (!File.Exists(HostCertificates))
            throw new ImageException(request.Name, $"'tls: true' needs CA certificates, and {HostCertificates} is not on this machine; install ca-certificates.");
        root.AddData(HostCertificates, RootFolder.Certificates);
    }
}
