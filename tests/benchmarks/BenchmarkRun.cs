using Survey.Benchmarks.Measuring;
using Survey.Experiments.Running;

namespace Survey.Benchmarks;

/// <summary>Runs the benchmarks asked for, one after another: two at once would measure each other.</summary>
internal static class BenchmarkRun
{
    private static readonly IBenchmark[] All =
    [
        new TrainingBenchmark(), new InferenceBenchmark(), new ServingBenchmark(), new ImageBenchmark(), new StartBenchmark(), new RenderBenchmark(),
        new RowsBenchmark(), new OverheadBenchmark(),
    ];

    /// <returns>0 when everything asked for was measured or cannot run here, 1 when something failed, 2 when something unknown was asked for.</returns>
    public static async Task<int> RunAsync(string? only, int rounds, string? artifacts, CancellationToken cancellationToken)
    {
        var known = All.Select(benchmark => benchmark.Name).ToList();
        var names = only?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [.. known];
        if (names.Except(known).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'; there is {string.Join(", ", known)}.");
            return 2;
        }

        // Before ONNX Runtime is there: it would upload telemetry while we measure.
        NativeEnvironment.Set("ORT_DISABLE_TELEMETRY", "1");
        var repository = FindRepository();
        var context = new BenchmarkContext(repository, new ArtifactFolder(artifacts ?? Path.Combine(repository, "artifacts")), rounds, NullEventSink.Instance);
        var results = new List<(BenchmarkResult, string)>();
        var absences = new List<ResultsFile.Absence>();
        var load = ResultsFile.Load();
        foreach (var benchmark in All.Where(benchmark => names.Contains(benchmark.Name)))
        {
            try
            {
                foreach (var result in await benchmark.RunAsync(context, cancellationToken))
                {
                    Console.WriteLine(result);
                    results.Add((result, benchmark.Peer));
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // One that fails is no reason to lose the figures of the others.
                var state = exception is BenchmarkSkippedException ? "skipped" : "failed";
                Console.WriteLine($"{benchmark.Name}: {state}. {exception.Message}");
                absences.Add(new(benchmark.Name, state, exception.Message));
            }
        }

        new ResultsFile(Path.Combine(repository, "tests", "benchmarks", "RESULTS.md")).Add(TimeProvider.System.GetUtcNow(), rounds, load, results, absences);
        return absences.Any(absence => absence.State == "failed") ? 1 : 0;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "survey.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new BenchmarkException($"No survey.slnx above {AppContext.BaseDirectory}: run the benchmarks inside the repository.");
    }
}
