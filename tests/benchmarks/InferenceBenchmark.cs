using System.Text.Json;
using Survey.Benchmarks.Measuring;

namespace Survey.Benchmarks;

/// <summary>Batches of 64 on one thread: the worker from files to predictions, against a loop over memory.</summary>
internal sealed class InferenceBenchmark : IBenchmark
{
    public string Name => "inference";

    public string Peer => "onnxruntime-node, raw loop over images in memory";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var worker = await context.WorkerProgramAsync(cancellationToken);
        var node = context.Folder("node");
        foreach (var file in new[] { "package.json", "inference.js" })
            File.Copy(context.PeerFile(file), Path.Combine(node, file), overwrite: true);

        // Its install script downloads what the package holds already.
        await ExternalProgram.RunAsync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", node], cancellationToken);
        var (ours, peer) = await Interleaved.MedianAsync(
            context.Rounds,
            () => OursAsync(context, worker, cancellationToken),
            async () =>
            {
                var printed = await ExternalProgram.RunAsync("node", [Path.Combine(node, "inference.js"), context.Model, context.Images], cancellationToken);
                return JsonDocument.Parse(printed).RootElement.GetProperty("imagesPerSecond").GetDouble();
            });
        return [new(Name, ours, peer, "images/s", new(0.95, AtLeast: true))];
    }

    /// <summary>From the model being loaded to the files being written: reading, hashing and writing count as ours.</summary>
    private static async Task<double> OursAsync(BenchmarkContext context, string worker, CancellationToken cancellationToken)
    {
        var output = context.Folder("inference");
        await ExternalProgram.RunAsync(
            worker, ["batch", "--model", context.Model, "--input", context.Images, "--output", output, "--batch", "64", "--threads", "1"], cancellationToken);
        using var predictions = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(output, "predictions.json"), cancellationToken));
        var stamps = predictions.RootElement.GetProperty("stamps");
        var nanoseconds = stamps.GetProperty("done").GetInt64() - stamps.GetProperty("modelLoaded").GetInt64();
        return predictions.RootElement.GetProperty("count").GetInt32() / (nanoseconds / 1e9);
    }
}
