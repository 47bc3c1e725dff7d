namespace Survey.Worker.Batch;

/// <summary>What <c>predictions.json</c> holds; README.md explains every field.</summary>
internal sealed record Predictions
{
    public string Format => "survey-predictions/1";

    public required int[] Argmax { get; init; }

    public required int Count { get; init; }

    public required int Offset { get; init; }

    public required int Total { get; init; }

    public required int Classes { get; init; }

    public required string PredictionHash { get; init; }

    public required ModelRecord Model { get; init; }

    public required InputSetRecord Input { get; init; }

    public required int BatchSize { get; init; }

    public required int Threads { get; init; }

    public required List<double> BatchMilliseconds { get; init; }

    public StampRecord? Stamps { get; init; }

    public required WorkerEnvironment Environment { get; init; }
}

internal sealed record ModelRecord(string Name, long Bytes, string Sha256);

internal sealed record InputRecord(string Name, long Bytes, string Sha256);

internal sealed record InputSetRecord(string Format, IReadOnlyList<InputRecord> Files, IReadOnlyList<string> Ignored);
