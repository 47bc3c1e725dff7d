using Survey.Experiments.Isolation;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Docker;

/// <summary>One batch on the baseline: start the worker, wait, read and check what it wrote.</summary>
internal sealed class DockerBatch(IWorkRunner runner, NetworkServices services)
{
    private readonly TimeProvider time = services.Time;

    public async Task<Invocation> RunAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var output = Directory.CreateDirectory(Path.Combine(run.Folder, "raw", "output"));
        var worker = new DockerWorker(runner, run);
        var submitted = time.GetUtcNow();
        var order = WorkerOrder.Batch(run, DockerNames.Work(run, services.Random), output.FullName);
        try
        {
            // Not disposed, which would remove it: that is Teardown's work, with its proof.
            var work = await worker.StartAsync(order, cancellationToken);
            await worker.CompleteAsync(work, run.Spec.Limits.Run, time, cancellationToken);
        }
        finally
        {
            AtomicFile.WriteText(Path.Combine(run.Folder, "raw", "worker.log"), worker.Log.ToString());
        }

        var fetching = time.GetTimestamp();
        var predictions = await PredictionFile.ReadAsync(Path.Combine(output.FullName, "predictions.json"), run.InputCount, run.Model.Sha256, cancellationToken);
        var record = Keep(run, predictions.Record);
        var clocks = ClocksOf(predictions.Stamps, submitted).With(Clocks.Fetch, time.GetElapsedTime(fetching));
        return new Invocation(record, clocks, [], [], []);
    }

    // The worker's clock is this machine's, so the start can be counted from the order and not only from the process.
    private static Clocks ClocksOf(WorkerStamps? stamps, DateTimeOffset submitted)
    {
        if (stamps is null)
            return Clocks.None.Without(Clocks.Start, "the worker wrote no stamps");
        var clocks = stamps.ToClocks();
        return stamps.ModelLoaded is { } loaded
            ? clocks.With(Clocks.Start, TimeSpan.FromTicks((loaded / TimeSpan.NanosecondsPerTick) - (submitted - DateTimeOffset.UnixEpoch).Ticks))
            : clocks;
    }

    private static PredictionRecord Keep(ExperimentRun run, PredictionRecord record)
    {
        var predictions = Path.Combine(run.Folder, "predictions.json");
        File.Move(record.PredictionsPath, predictions, overwrite: true);
        if (record.LogitsPath is not { } from)
            return new PredictionRecord(record.Argmax, predictions, null);
        var logits = Path.Combine(run.Folder, "logits.npy");
        File.Move(from, logits, overwrite: true);
        return new PredictionRecord(record.Argmax, predictions, logits);
    }
}
