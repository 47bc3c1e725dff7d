using Survey.Benchmarks.Measuring;

namespace Survey.Benchmarks;

/// <summary>Size of the image against a Debian root with python3-torch.</summary>
internal sealed class ImageBenchmark : IBenchmark
{
    public string Name => "image";

    public string Peer => "Debian minbase with python3-torch, unpacked";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await Debian.EnsureAsync(["debootstrap"], cancellationToken);
        if (Environment.UserName != "root")
            throw new BenchmarkSkippedException("Making a Debian root needs root: sudo ./build.sh --target=Benchmark --only=image");
        var root = await RootAsync(context, cancellationToken);
        var peer = long.Parse((await ExternalProgram.RunAsync("du", ["--summarize", "--bytes", "--one-file-system", root], cancellationToken)).Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);
        var ours = (await context.WorkerAsync(cancellationToken)).UnpackedBytes;
        return [new(Name, ours / 1e6, peer / 1e6, "MB", new(1 / 30.0, AtLeast: false))];
    }

    /// <summary>Made once: 1.6 GB. The file beside it says that it was finished.</summary>
    private static async Task<string> RootAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var folder = context.Folder("debian");
        var (root, finished) = (Path.Combine(folder, "root"), Path.Combine(folder, "finished"));
        if (File.Exists(finished))
            return root;
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);

        // The mirror and the release that this machine uses itself.
        var sources = await ExternalProgram.RunAsync("apt-get", ["indextargets", "--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)", "Created-By: Packages"], cancellationToken);
        var source = sources.Split('\n').Select(line => line.Split(' ')).FirstOrDefault(parts => parts is [_, var codename, "main"] && !codename.Contains('-', StringComparison.Ordinal))
            ?? throw new BenchmarkSkippedException("apt names no Debian mirror; run apt-get update first.");
        await ExternalProgram.RunAsync("debootstrap", ["--variant=minbase", source[1], root, source[0]], cancellationToken);
        await ExternalProgram.RunAsync("chroot", [root, "apt-get", "install", "--yes", "--no-install-recommends", "python3-torch"], cancellationToken);
        await ExternalProgram.RunAsync("chroot", [root, "apt-get", "clean"], cancellationToken);
        await File.WriteAllTextAsync(finished, "", cancellationToken);
        return root;
    }
}
