using System.Diagnostics;
using Survey.Benchmarks.Measuring;

namespace Survey.Benchmarks;

/// <summary>A container from start to first prediction against one whose program does nothing.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    private const string Empty = "survey/benchmark-empty:1";

    public string Name => "start";

    public string Peer => "an empty container";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var worker = await context.WorkerAsync(cancellationToken);
        await BuildEmptyAsync(context, cancellationToken);
        await BenchmarkContext.RunAsync("docker", ["build", "--quiet", "--tag", worker.Reference, worker.Context], cancellationToken);
        var output = context.Folder("start");
        string[] run = ["run", "--rm", "--network", "none", "--volume", $"{Path.GetDirectoryName(context.Model)}:/model:ro", "--volume", $"{Path.GetDirectoryName(context.Images)}:/in:ro", "--volume", $"{output}:/out"];
        try
        {
            // The same mounts on both sides: they cost the engine time as well.
            var (ours, peer) = await Interleaved.MedianAsync(
                Math.Max(context.Rounds, 7),
                () => TimeAsync([.. run, worker.Reference, "batch", "--model", $"/model/{Path.GetFileName(context.Model)}", "--input", "/in", "--output", "/out", "--limit", "1"], cancellationToken),
                () => TimeAsync([.. run, Empty], cancellationToken));
            return [new(Name, ours, peer, "ms", new(1.3, AtLeast: false))];
        }
        finally
        {
            await BenchmarkContext.RunAsync("docker", ["image", "rm", "--force", worker.Reference, Empty], CancellationToken.None);
        }
    }

    private static async Task<double> TimeAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await BenchmarkContext.RunAsync("docker", arguments, cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task BuildEmptyAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var folder = context.Folder("empty");
        await BenchmarkContext.RunAsync("gcc", ["-static", "-Os", "-o", Path.Combine(folder, "empty"), context.PeerFile("empty.c")], cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), "FROM scratch\nCOPY empty /empty\nENTRYPOINT [\"/empty\"]\n", cancellationToken);
        await BenchmarkContext.RunAsync("docker", ["build", "--quiet", "--tag", Empty, folder], cancellationToken);
    }
}
