namespace Survey.Experiments.Running;

/// <summary>What the cache remembers of the last run of a stage: <c>artifacts/cache/train-cnn.json</c>.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Name">What it worked on.</param>
/// <param name="Key">The hash of its inputs.</param>
/// <param name="At">When it ended.</param>
/// <param name="Inputs">The inputs by name.</param>
/// <param name="Outputs">SHA-256 of the files it wrote, by path relative to the artifacts folder.</param>
internal sealed record StageEntry(
    string Stage,
    string Name,
    string Key,
    DateTimeOffset At,
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string> Outputs);
