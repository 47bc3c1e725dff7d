namespace Survey.Experiments.Inference;

/// <summary>What a server says about a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">Its versions; empty when the server does not say.</param>
/// <param name="Platform">What runs it.</param>
/// <param name="Sha256">Digest of the model file, where the server tells it (the survey's worker does).</param>
public sealed record ServedModelInfo(string Name, IReadOnlyList<string> Versions, string? Platform, string? Sha256);
