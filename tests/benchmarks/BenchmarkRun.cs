using Survey.Benchmarks.Measuring;
using Survey.Experiments.Running;

namespace Survey.Benchmarks;

/// <summary>Runs the benchmarks asked for, one after another: two at once would measure each other.</summary>
internal static class BenchmarkRun
{
    private static readonly IBenchmark[] All = [new InferenceBenchmark(), new ServingBenchmark(), new ImageBenchmark(), new StartBenchmark()];

    public static async Task<int> RunAsync(string? only, int rounds, CancellationToken cancellationToken)
    {
        var names = only?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [.. All.Select(benchmark => benchmark.Name)];
        if (names.Except(All.Select(benchmark => benchmark.Name)).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'; there is {string.Join(", ", All.Select(benchmark => benchmark.Name))}.");
            return 2;
        }

        // Before ONNX Runtime is there: it would upload telemetry while we measure.
        NativeEnvironment.Set("ORT_DISABLE_TELEMETRY", "1");
        var repository = FindRepository();
        var context = new Lazy<BenchmarkContext>(() => new(repository, new ArtifactFolder(Path.Combine(repository, "artifacts")), rounds, NullEventSink.Instance));
        var results = new List<(BenchmarkResult, string)>();
        var failed = false;
        var load = ResultsFile.Load();
        foreach (var benchmark in All.Where(benchmark => names.Contains(benchmark.Name)))
        {
            try
            {
                foreach (var result in await benchmark.RunAsync(context.Value, cancellationToken))
                {
                    Console.WriteLine(result);
                    results.Add((result, benchmark.Peer));
                }
            }
            catch (BenchmarkException exception)
            {
                failed = true;
                await Console.Error.WriteLineAsync($"{benchmark.Name}: not measured. {exception.Message}");
            }
        }

        if (results.Count > 0)
            ResultsFile.Append(Path.Combine(repository, "tests", "benchmarks", "RESULTS.md"), TimeProvider.System.GetUtcNow(), rounds, load, results);
        return failed ? 1 : 0;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "survey.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new BenchmarkException($"No survey.slnx above {AppContext.BaseDirectory}: run the benchmarks inside the repository.");
    }
}
