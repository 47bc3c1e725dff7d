using System.Text.Json;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Measuring;

/// <summary>
/// Reads the <c>predictions.json</c> that the worker writes and a network brings back. The file is hostile: bounded in size and depth, and
/// held against what was asked for.
/// </summary>
public static class PredictionFile
{
    private const long MaxBytes = 64L << 20;
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { MaxDepth = 16 };

    /// <summary>Reads the file and checks that it holds the predictions of <paramref name="count"/> inputs by the model asked for.</summary>
    /// <param name="path">The file; a <c>logits.npy</c> beside it is taken along.</param>
    /// <param name="count">How many inputs were to be predicted.</param>
    /// <param name="modelSha256">SHA-256 of the model asked for, or null when it is not to be checked.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="NetworkException">The file is missing, broken, or not what was asked for.</exception>
    public static async Task<WorkerPredictions> ReadAsync(string path, int count, string? modelSha256, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw Refused("it is not among the results; look at the worker's log for the reason");
        if (file.Length > MaxBytes)
            throw Refused($"it has {file.Length} bytes, more than {MaxBytes >> 20} MiB");

        var document = await ParseAsync(path, cancellationToken);
        if (document.Argmax is null || document.Argmax.Count != count)
            throw Refused($"it holds {document.Argmax?.Count ?? 0} predictions, {count} were asked for");
        if (document.Argmax.FirstOrDefault(argmax => argmax is < 0 or > byte.MaxValue) is var wrong and not 0)
            throw Refused($"it holds the class {wrong}, which no model here has");
        if (modelSha256 is not null && document.Model?.Sha256 != modelSha256)
            throw Refused($"it names a model with SHA-256 {document.Model?.Sha256 ?? "(none)"}, {modelSha256} was asked for");

        var logits = Path.Combine(file.DirectoryName!, "logits.npy");
        var record = new PredictionRecord(document.Argmax, path, File.Exists(logits) ? logits : null);
        return document.PredictionHash is null || document.PredictionHash == record.Hash
            ? new WorkerPredictions(record, document.Stamps, document.Offset)
            : throw Refused($"its own hash {document.PredictionHash} is not that of its predictions, {record.Hash}");
    }

    private static async Task<Document> ParseAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<Document>(stream, Format, cancellationToken) ?? throw Refused("it is empty");
        }
        catch (JsonException error)
        {
            throw Refused($"it is no valid JSON: {error.Message}");
        }
    }

    private static NetworkException Refused(string why) =>
        new(NetworkErrorKind.Untrustworthy, $"The predictions.json that came back was refused: {why}.");

    private sealed record Document(IReadOnlyList<int>? Argmax, string? PredictionHash, ModelDocument? Model, WorkerStamps? Stamps, int Offset);

    private sealed record ModelDocument(string? Sha256);
}

/// <summary>What the worker wrote.</summary>
/// <param name="Record">The predictions.</param>
/// <param name="Stamps">The worker's own clock readings; null where it wrote none.</param>
/// <param name="Offset">Index of the first input, for a part of a split batch.</param>
public sealed record WorkerPredictions(PredictionRecord Record, WorkerStamps? Stamps, int Offset);

/// <summary>The worker's own clock readings, nanoseconds since 1970 UTC; null for what did not happen.</summary>
/// <param name="ProcessStart">When the kernel started the process.</param>
/// <param name="ModelLoaded">When the model was ready.</param>
/// <param name="FirstAnswer">When the first batch was answered.</param>
/// <param name="Done">When everything was written.</param>
public sealed record WorkerStamps(long ProcessStart, long? ModelLoaded, long? FirstAnswer, long? Done)
{
    private const string NotStamped = "the worker did not stamp it";

    /// <summary>
    /// The phases inside the worker. They come from one clock, the worker machine's, so they are right even where that clock is not;
    /// a phase that would be negative is reported missing.
    /// </summary>
    public Clocks ToClocks() => Between(
        Between(
            Between(Clocks.None, Clocks.Start, ProcessStart, ModelLoaded),
            Clocks.FirstAnswer, ModelLoaded, FirstAnswer),
        Clocks.Compute, FirstAnswer, Done);

    private static Clocks Between(Clocks clocks, string name, long? from, long? to) => (from, to) switch
    {
        ({ } start, { } end) when end >= start => clocks.With(name, TimeSpan.FromTicks((end - start) / TimeSpan.NanosecondsPerTick)),
        ({ }, { }) => clocks.Without(name, "the worker's clock went backwards"),
        _ => clocks.Without(name, NotStamped),
    };
}
