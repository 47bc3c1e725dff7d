using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Survey.Benchmarks.Measuring;
using Survey.Experiments.Reporting;
using Survey.Experiments.Reporting.Rendering;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Benchmarks;

/// <summary>
/// A report of a thousand rows, read, judged and written anew with its charts, against the time that it may take. Once warm, as a library is measured,
/// and once as the whole command, compilation at run time included.
/// </summary>
internal sealed class RowsBenchmark : IBenchmark
{
    private const int Rows = 1000;
    private const double MostMilliseconds = 3000;

    public string Name => "rows";

    public string Peer => "three seconds, the most that rendering 1,000 rows may take";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var artifacts = new ArtifactFolder(context.Folder("rows"));
        Multiply(Path.Combine(context.Repository, "report", "evidence", "runs"), artifacts.Runs);
        var spec = SurveyFile.Load(Path.Combine(context.Repository, "experiments.yaml"), new LoadOptions()).Require();
        var renderer = new ReportRenderer(Path.Combine(context.Repository, "templates"), Path.Combine(artifacts.Cache, "charts"));
        var bar = new Bar(1, AtLeast: false);
        return
        [
            new(Name, await MedianAsync(RenderAsync), MostMilliseconds, "ms", bar),
            new("rows-command", await MedianAsync(CallAsync), MostMilliseconds, "ms", bar),
        ];

        Task RenderAsync() => renderer.RenderAsync(ReportSources.OfArtifacts(spec, context.Repository, artifacts), artifacts.Publish, NullEventSink.Instance, cancellationToken);

        Task CallAsync() => ExternalProgram.RunAsync(
            Path.Combine(context.Repository, "build.sh"), ["--target=Render", $"--artifacts={artifacts.Root}"], cancellationToken, context.Repository);

        // The first ones compile, and install what draws the charts.
        async Task<double> MedianAsync(Func<Task> render)
        {
            const int warming = 3;
            var times = new List<double>();
            for (var round = 0; round < context.Rounds + warming; round++)
            {
                Forget(artifacts);
                var began = Stopwatch.GetTimestamp();
                await render();
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return Interleaved.Median(times.Skip(warming));
        }
    }

    private static void Forget(ArtifactFolder artifacts)
    {
        if (Directory.Exists(artifacts.Report))
            Directory.Delete(artifacts.Report, recursive: true);
        var charts = Path.Combine(artifacts.Cache, "charts");
        foreach (var drawn in Directory.Exists(charts) ? Directory.GetFiles(charts, "*.svg") : [])
            File.Delete(drawn);
    }

    /// <summary>The kept evidence again and again, under names of their own, until there are enough.</summary>
    private static void Multiply(string kept, string runs)
    {
        if (Directory.Exists(runs))
            Directory.Delete(runs, recursive: true);
        var source = Directory.GetDirectories(kept).Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new BenchmarkSkippedException($"'{kept}' holds no run.");
        var target = Directory.CreateDirectory(Path.Combine(runs, Path.GetFileName(source))).FullName;
        foreach (var file in Directory.GetFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        var experiments = Directory.GetDirectories(source).Order(StringComparer.Ordinal).ToList();
        for (var row = 0; row < Rows; row++)
        {
            var from = experiments[row % experiments.Count];
            var name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(from)}-{row:000}");
            var folder = Directory.CreateDirectory(Path.Combine(target, name)).FullName;
            foreach (var file in Directory.GetFiles(from))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            var outcome = Path.Combine(folder, ExperimentFolder.Outcome);
            var renamed = JsonNode.Parse(File.ReadAllText(outcome))!;
            renamed["experiment"] = name;
            File.WriteAllText(outcome, renamed.ToJsonString());
            File.Delete(Path.Combine(folder, EvidenceManifest.FileName));
            File.WriteAllText(Path.Combine(folder, EvidenceManifest.FileName), JsonSerializer.Serialize(EvidenceManifest.Of(folder), ArtifactJson.Options));
        }
    }
}
