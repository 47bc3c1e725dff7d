using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Measuring;

/// <summary>Joins the predictions of partitions in the order of the inputs.</summary>
internal static class PartitionJoin
{
    /// <summary>Reads what each partition brought back in <c>outputs/</c> of its folder, and holds it against the slice it was to predict.</summary>
    public static async Task<IReadOnlyList<WorkerPredictions>> ReadAsync(
        ExperimentRun run, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var parts = new List<WorkerPredictions>();
        for (var index = 0; index < folders.Count; index++)
        {
            var (first, count) = Slice(run.InputCount, index, folders.Count);
            var path = Path.Combine(folders[index], "outputs", "predictions.json");
            var part = await PredictionFile.ReadAsync(path, count, run.Model.Sha256, cancellationToken);
            if (part.Offset != first)
                throw new NetworkException(NetworkErrorKind.Untrustworthy, $"Partition {index} begins at input {part.Offset}, it was to begin at {first}.");
            parts.Add(part);
        }

        return parts;
    }

    /// <summary>One record, with its files in the experiment's folder.</summary>
    public static PredictionRecord Join(ExperimentRun run, IReadOnlyList<WorkerPredictions> parts)
    {
        int[] argmax = [.. parts.SelectMany(part => part.Record.Argmax)];
        var predictions = Path.Combine(run.Folder, "predictions.json");
        AtomicFile.WriteJson(predictions, new JoinedDocument(
            argmax, PredictionRecord.HashOf(argmax), new ModelDocument(run.Model.Sha256), [.. parts.Select(part => new PartDocument(part.Offset, part.Record.Hash))]));
        var logits = parts.Any(part => part.Record.LogitsPath is null) ? null : Path.Combine(run.Folder, "logits.npy");
        if (logits is not null)
            NpyJoin.Join([.. parts.Select(part => part.Record.LogitsPath!)], logits);
        return new PredictionRecord(argmax, predictions, logits);
    }

    // As the worker slices: contiguous, in order, as even as possible.
    private static (int First, int Count) Slice(int total, int index, int count)
    {
        var first = (int)((long)total * index / count);
        return (first, (int)((long)total * (index + 1) / count) - first);
    }

    private sealed record JoinedDocument(
        IReadOnlyList<int> Argmax, string PredictionHash, ModelDocument Model, IReadOnlyList<PartDocument> Partitions);

    private sealed record ModelDocument(string Sha256);

    private sealed record PartDocument(int Offset, string PredictionHash);
}
