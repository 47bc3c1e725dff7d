using System.Globalization;
using Survey.Experiments.Isolation;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Docker;

/// <summary>One batch on the baseline: start the worker, or one per partition side by side, wait, read and check what was written.</summary>
internal sealed class DockerBatch(IWorkRunner runner, NetworkServices services)
{
    private readonly TimeProvider time = services.Time;

    public async Task<Invocation> RunAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var submitted = time.GetUtcNow();
        string[] folders = [.. Enumerable.Range(0, run.Spec.Workload.Partitions).Select(index => Path.Combine(run.Folder, "raw", index.ToString(CultureInfo.InvariantCulture)))];
        await RunWorkersAsync(run, folders, cancellationToken);

        var fetching = time.GetTimestamp();
        var parts = await PartitionJoin.ReadAsync(run, folders, cancellationToken);
        var record = parts is [var whole] ? Keep(run, whole.Record) : PartitionJoin.Join(run, parts);
        // What came last decides when a split batch is done.
        var slowest = parts.MaxBy(part => part.Stamps?.Done ?? long.MaxValue)!;
        var clocks = ClocksOf(slowest.Stamps, submitted).With(Clocks.Fetch, time.GetElapsedTime(fetching));
        return new Invocation(record, clocks, [], [], parts.Count == 1 ? [] : [$"{parts.Count} containers of one machine ran side by side: they share its cores."]);
    }

    private async Task RunWorkersAsync(ExperimentRun run, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        // One that failed makes the others useless.
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(folders.Select(async (folder, index) =>
        {
            try
            {
                await RunWorkerAsync(run, folder, index, rest.Token);
            }
            catch
            {
                await rest.CancelAsync();
                throw;
            }
        }));
    }

    private async Task RunWorkerAsync(ExperimentRun run, string folder, int index, CancellationToken cancellationToken)
    {
        var output = Directory.CreateDirectory(Path.Combine(folder, "outputs"));
        var worker = new DockerWorker(runner, run);
        var order = WorkerOrder.Batch(run, DockerNames.Work(run, services.Random), output.FullName, index);
        try
        {
            // Not disposed, which would remove it: that is Teardown's work, with its proof.
            var work = await worker.StartAsync(order, cancellationToken);
            await worker.CompleteAsync(work, run.Spec.Limits.Run, time, cancellationToken);
        }
        finally
        {
            AtomicFile.WriteText(Path.Combine(folder, "worker.log"), worker.Log.ToString());
        }
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
