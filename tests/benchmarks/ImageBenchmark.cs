using Survey.Benchmarks.Measuring;

namespace Survey.Benchmarks;

/// <summary>Size of the image against a Debian root with python3-torch.</summary>
internal sealed class ImageBenchmark : IBenchmark
{
    public string Name => "image";

    public string Peer => "Debian minbase with python3-torch, unpacked";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var root = Path.Combine(context.Folder("debian"), "root");

        // Needs to be root; without the last file the root was not finished.
        var finished = Path.Combine(context.Folder("debian"), "finished");
        if (!File.Exists(finished))
        {
            if (Directory.Exists(root))
                throw new BenchmarkException($"'{root}' is half made; remove it and run again.");
            await BenchmarkContext.RunAsync("debootstrap", ["--variant=minbase", "bookworm", root], cancellationToken);
            await BenchmarkContext.RunAsync("chroot", [root, "apt-get", "install", "--yes", "--no-install-recommends", "python3-torch"], cancellationToken);
            await BenchmarkContext.RunAsync("chroot", [root, "apt-get", "clean"], cancellationToken);
            await File.WriteAllTextAsync(finished, "", cancellationToken);
        }

        var peer = long.Parse((await BenchmarkContext.RunAsync("du", ["--summarize", "--bytes", "--one-file-system", root], cancellationToken)).Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);
        var ours = (await context.WorkerAsync(cancellationToken)).UnpackedBytes;
        return [new(Name, ours / 1e6, peer / 1e6, "MB", new(1 / 30.0, AtLeast: false))];
    }
}
