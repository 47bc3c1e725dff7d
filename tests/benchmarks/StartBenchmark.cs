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
        string[] run = ["run", "--rm", "--network", "none", "--volume", $"{Path.GetDirectoryName(context.Model)}:/model:ro", "--volume", $"{context.Data}:/in:ro", "--volume", $"{output}:/out"];
        string[] predict = ["batch", "--model", $"/model/{Path.GetFileName(context.Model)}", "--input", $"/in/{Path.GetFileName(context.Images)}", "--output", "/out", "--limit", "1"];
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

    private static async Task<double> TimeAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await ExternalProgram.RunAsync("docker", arguments, cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
