namespace Survey.Experiments.Inference;

/// <summary>How tensors travel.</summary>
public enum TensorEncoding
{
    /// <summary>As numbers in JSON: every server understands it.</summary>
    Json,

    /// <summary>As bytes behind the JSON (the binary tensor data extension): a quarter of the size, and no parsing.</summary>
    Binary,
}
