using System.Text.Json;
using Survey.Worker.Inference;
using Survey.Worker.Inputs;
using Survey.Worker.Sources;

namespace Survey.Worker.Batch;

/// <summary>Reads images, predicts them all, writes <c>logits.npy</c> and then <c>predictions.json</c>.</summary>
internal sealed class BatchCommand(SourceReader reader, TimeProvider clock, Stamps stamps, TextWriter log)
{
    public const string PredictionsFile = "predictions.json";
    public const string LogitsFile = "logits.npy";

    public async Task RunAsync(BatchOptions options, CancellationToken cancellationToken)
    {
        // Before any work: a run whose results cannot be kept is not worth starting.
        using var logitsFile = OutputFile.Create(options.Output, LogitsFile);
        using var predictionsFile = OutputFile.Create(options.Output, PredictionsFile);

        // Beside the model's loading: to read MNIST and to digest it in managed code takes longer than that.
        var reading = Task.Run(() => new InputFolder(reader, options.Set).ReadAsync(options.Input, cancellationToken), cancellationToken);
        var inputs = DigestAsync(reading);

        var modelBytes = await reader.ReadAsync(options.Model, ExitCode.BadModel, cancellationToken);
        using var model = OnnxModel.Load(modelBytes, options.Model.Location, options.Threads);
        stamps.MarkModelLoaded();

        var selection = await reading;
        var all = selection.ImagesOf(model.Image);
        Report(options, selection, all.Count);

        var (first, images) = Slice(options, all);
        var results = Predict(model, images, options.BatchSize, cancellationToken);

        var predictions = new Predictions
        {
            Argmax = results.Argmax,
            Count = images.Count,
            Offset = first,
            Total = all.Count,
            Classes = model.Classes,
            PredictionHash = Scores.PredictionHash(results.Argmax),
            Model = new(options.Model.FileName, model.Bytes, model.Sha256),
            Input = new(selection.Format.Name, await inputs, selection.Ignored),
            BatchSize = options.BatchSize,
            Threads = options.Threads,
            BatchMilliseconds = results.BatchMilliseconds,
            Environment = WorkerEnvironment.Current(),
        };
        logitsFile.Commit(stream => NpyWriter.Write(stream, results.Logits, images.Count, model.Classes));
        stamps.MarkDone();
        predictionsFile.Commit(stream => JsonSerializer.Serialize(stream, predictions with { Stamps = StampRecord.Of(stamps) }, WorkerJson.Default.Predictions));
        log.WriteLine($"Predicted {images.Count} images; prediction hash {predictions.PredictionHash}.");
    }

    private static async Task<InputRecord[]> DigestAsync(Task<InputSelection> reading) =>
        [.. (await reading).Used.Select(file => new InputRecord(file.Name, file.Content.LongLength, Digest.Sha256(file.Content)))];

    private void Report(BatchOptions options, InputSelection selection, int images)
    {
        log.WriteLine($"Using {string.Join(", ", selection.Used.Take(3).Select(file => file.Name))}{(selection.Used.Count > 3 ? $" and {selection.Used.Count - 3} more" : "")}: {images} images ({selection.Format.Name}).");
        foreach (var ignored in selection.Ignored)
            log.WriteLine($"Left aside {ignored}.");
        if (options.Partition.Count > 1)
            log.WriteLine($"Taking partition {options.Partition.Index} of {options.Partition.Count}.");
    }

    private static (int First, Images Images) Slice(BatchOptions options, Images images)
    {
        var available = Math.Max(0, images.Count - options.Offset);
        var (first, length) = options.Partition.Slice(Math.Min(available, options.Limit ?? available));
        if (length == 0)
            throw new WorkerException(ExitCode.BadInput, $"No image is left to predict: the input has {images.Count}, offset {options.Offset}, limit {options.Limit?.ToString() ?? "none"}, partition {options.Partition.Index}/{options.Partition.Count}.");
        return (options.Offset + first, images.Slice(options.Offset + first, length));
    }

    private BatchResults Predict(OnnxModel model, Images images, int batchSize, CancellationToken cancellationToken)
    {
        var results = new BatchResults(images.Count, model.Classes);
        using var lane = model.OpenLane(Math.Min(batchSize, images.Count));
        for (var first = 0; first < images.Count; first += lane.Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = clock.GetTimestamp();
            var count = Math.Min(lane.Batch, images.Count - first);
            images.WriteTo(lane, model.InputType, first, count);
            results.Add(first, count, lane.Run());
            stamps.MarkFirstAnswer();
            results.BatchMilliseconds.Add(Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 4));
        }

        return results;
    }
}
