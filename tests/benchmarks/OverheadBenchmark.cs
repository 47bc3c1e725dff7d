using System.Diagnostics;
using Survey.Benchmarks.Measuring;
using Survey.Devnets;
using Survey.Devnets.Bacalhau;
using Survey.Experiments.Isolation;

namespace Survey.Benchmarks;

/// <summary>
/// What devnet and driver add: a job that does nothing, followed phase by phase, against <c>docker run --rm</c> of the same image, both with
/// the same limits and on the engine's bridge, as the recorded comparison was made. The peers of the first two rows are what a real node of
/// Bacalhau 1.9.3 was seen to add there.
/// </summary>
internal sealed class OverheadBenchmark : IBenchmark
{
    /// <summary>Submission 3 ms, placement 5 ms, end of the job 1.3 ms, in round figures.</summary>
    private const double NodeOrchestration = 10;

    /// <summary>From the submission to the end, over <c>docker run --rm</c>.</summary>
    private const double NodeEndToEnd = 19;

    public string Name => "overhead";

    public string Peer => "a real node of Bacalhau 1.9.3, recorded on another machine";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var root = await EmptyImage.BuildAsync(context, cancellationToken);
        var image = new ProcessImage(EmptyImage.Reference, root, [$"/{EmptyImage.Program}"]);
        var settings = new DevnetSettings { StateFolder = context.Folder("devnet"), Isolation = IsolationKind.Docker, Images = [image] };
        try
        {
            await using var devnet = await BacalhauDevnet.StartAsync(settings, new BacalhauDevnetOptions { Nodes = 1 }, cancellationToken);
            using var http = new HttpClient();
            var job = new NothingJob(new Uri(devnet.Endpoints["api"]), http);
            await job.RunAsync(cancellationToken);
            await DockerAsync(cancellationToken);
            return await MeasureAsync(context, job, cancellationToken);
        }
        finally
        {
            await EmptyImage.RemoveAsync();
        }
    }

    private static async Task<IReadOnlyList<BenchmarkResult>> MeasureAsync(BenchmarkContext context, NothingJob job, CancellationToken cancellationToken)
    {
        var runs = new List<NothingJob.Phases>();
        var added = new List<double>();
        for (var round = 0; round < Math.Max(context.Rounds, 15); round++)
        {
            var docker = await DockerAsync(cancellationToken);
            var phases = await job.RunAsync(cancellationToken);
            runs.Add(phases);
            added.Add(phases.Total - docker);
        }

        double Of(Func<NothingJob.Phases, double> phase) => Interleaved.Median(runs.Select(phase));
        Console.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"overhead: submit {Of(run => run.Submit):0.0} ms, place {Of(run => run.Place):0.0} ms, run {Of(run => run.Execution):0.0} ms, finish {Of(run => run.Finish):0.0} ms, in all {Of(run => run.Total):0.0} ms"));
        return
        [
            new("overhead-orchestration", Of(run => run.Submit + run.Place + run.Finish), NodeOrchestration, "ms", new(2, AtLeast: false)),
            new("overhead-end-to-end", Interleaved.Median(added), NodeEndToEnd, "ms", new(2, AtLeast: false)),
            new("overhead-driver", Of(run => run.Total), Of(run => run.Sum), "ms", new(1.05, AtLeast: false), "the sum of the phases"),
        ];
    }

    private static async Task<double> DockerAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await ExternalProgram.RunAsync(
            "docker",
            ["run", "--rm", "--cpus", NothingJob.Cpu, "--memory", NothingJob.Memory, "--memory-swap", NothingJob.Memory, EmptyImage.Reference],
            cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
