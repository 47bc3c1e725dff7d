using System.Buffers.Binary;
using System.Diagnostics;
using Survey.Benchmarks.Measuring;

namespace Survey.Benchmarks;

/// <summary>A container from start to first prediction against one whose program does nothing.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    public string Name => "start";

    public string Peer => "an empty container with the same mounts";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await EmptyImage.BuildAsync(context, cancellationToken);
        var worker = await context.WorkerAsync(cancellationToken);
        await ExternalProgram.RunAsync("docker", ["build", "--quiet", "--tag", worker.Reference, worker.Context], cancellationToken);
        var output = context.Folder("start");
        var picture = await FirstPictureAsync(context, cancellationToken);
        string[] run = ["run", "--rm", "--network", "none", "--volume", $"{Path.GetDirectoryName(context.Model)}:/model:ro", "--volume", $"{Path.GetDirectoryName(picture)}:/in:ro", "--volume", $"{output}:/out"];
        string[] predict = ["batch", "--model", $"/model/{Path.GetFileName(context.Model)}", "--input", $"/in/{Path.GetFileName(picture)}", "--output", "/out"];
        try
        {
            // The same mounts on both sides: they cost the engine time as well.
            var (ours, peer) = await Interleaved.MedianAsync(
                Math.Max(context.Rounds, 11),
                () => TimeAsync([.. run, worker.Reference, .. predict], cancellationToken),
                () => TimeAsync([.. run, EmptyImage.Reference], cancellationToken));
            return [new(Name, ours, peer, "ms", new(1.3, AtLeast: false))];
        }
        finally
        {
            await ExternalProgram.RunAsync("docker", ["image", "rm", "--force", worker.Reference], CancellationToken.None);
            await EmptyImage.RemoveAsync();
        }
    }

    /// <summary>A file of one picture: reading ten thousand for one prediction would measure the disk.</summary>
    private static async Task<string> FirstPictureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        // IDX: a magic number, the number of pictures, rows, columns, each of four bytes; then the pixels.
        const int Header = 16;
        var all = await File.ReadAllBytesAsync(context.Images, cancellationToken);
        var size = BinaryPrimitives.ReadInt32BigEndian(all.AsSpan(8)) * BinaryPrimitives.ReadInt32BigEndian(all.AsSpan(12));
        var first = all[..(Header + size)];
        BinaryPrimitives.WriteInt32BigEndian(first.AsSpan(4), 1);
        var file = Path.Combine(context.Folder("start-input"), "first-idx3-ubyte");
        await File.WriteAllBytesAsync(file, first, cancellationToken);
        return file;
    }

    private static async Task<double> TimeAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await ExternalProgram.RunAsync("docker", arguments, cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
