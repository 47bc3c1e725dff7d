using System.Diagnostics;
using Survey.Benchmarks.Measuring;

namespace Survey.Benchmarks;

/// <summary>A report with nothing to do against a workflow tool with nothing to do: from the command line and back.</summary>
internal sealed class RenderBenchmark : IBenchmark
{
    public string Name => "render";

    public string Peer => "snakemake of Debian over the same graph, everything up to date";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await Debian.EnsureAsync(["snakemake"], cancellationToken);
        if (OperatingSystem.IsWindows())
            throw new BenchmarkSkippedException("The peer does not run on Windows.");
        var workflow = context.Folder("snakemake");
        File.Copy(context.PeerFile("Snakefile"), Path.Combine(workflow, "Snakefile"), overwrite: true);

        // Once before: ours compiles and renders what is new, theirs makes its files.
        await OursAsync(context, cancellationToken);
        await PeerAsync(workflow, cancellationToken);
        var (ours, peer) = await Interleaved.MedianAsync(
            Math.Max(context.Rounds, 7),
            () => OursAsync(context, cancellationToken),
            () => PeerAsync(workflow, cancellationToken));
        return [new(Name, ours, peer, "ms", new(1, AtLeast: false))];
    }

    private static Task<double> OursAsync(BenchmarkContext context, CancellationToken cancellationToken) =>
        TimeAsync(Path.Combine(context.Repository, "build.sh"), ["--target=Render"], context.Repository, cancellationToken);

    private static Task<double> PeerAsync(string folder, CancellationToken cancellationToken) =>
        TimeAsync("/usr/bin/snakemake", ["--cores", "1"], folder, cancellationToken);

    private static async Task<double> TimeAsync(string program, IReadOnlyList<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await ExternalProgram.RunAsync(program, arguments, cancellationToken, folder);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
