namespace Survey.Experiments.Inference;

/// <summary>What a server says about a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">Its versions; empty when the server does not say.</param>
/// <param name="Platform">What runs it.</param>
/// <param name="Sha256">Digest of the model file, where the server tells it (the survey's worker does).</param>
/// <param name="Input">Its first input; null when the server does not say.</param>
public sealed record ServedModelInfo(string Name, IReadOnlyList<string> Versions, string? Platform, string? Sha256, ServedTensor? Input)
{
    /// <summary>One grey picture as the model's input: under its name and in its shape, where the server tells them.</summary>
    /// <exception cref="InferenceException">The model takes something else.</exception>
    public InferenceInput InputOf(ReadOnlyMemory<float> pixels, int rows, int columns)
    {
        int[] shape = [1, 1, rows, columns];
        if (Input is null)
            return new InferenceInput(pixels, shape);
        if (Input.Shape.Skip(1).All(dimension => dimension > 0))
            shape = [1, .. Input.Shape.Skip(1)];
        return shape.Aggregate(1L, (product, dimension) => product * dimension) == pixels.Length
            ? new InferenceInput(pixels, shape, Input.Name)
            : throw new InferenceException($"The model's input '{Input.Name}' is [{string.Join(", ", Input.Shape)}]; a grey picture of {rows} by {columns} does not fit.");
    }
}

/// <summary>A tensor that a model takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions, the number of images first; -1 for any.</param>
public sealed record ServedTensor(string Name, IReadOnlyList<int> Shape);
