namespace Survey.Experiments.Images;

/// <summary>How the worker was compiled.</summary>
public enum WorkerKind
{
    /// <summary>Ahead of time into one native program.</summary>
    NativeAot,

    /// <summary>Trimmed and self-contained: the place of NativeAOT where no linker is found. Larger, and starts slower.</summary>
    Trimmed,
}
