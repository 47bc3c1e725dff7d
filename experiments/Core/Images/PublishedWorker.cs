namespace Survey.Experiments.Images;

/// <summary>The compiled worker with the libraries beside it.</summary>
/// <param name="Folder">Folder of the program.</param>
/// <param name="Kind">How it was compiled.</param>
/// <param name="Reason">Why it was not NativeAOT; null when it was.</param>
internal sealed record PublishedWorker(string Folder, WorkerKind Kind, string? Reason);
