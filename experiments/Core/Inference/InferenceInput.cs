namespace Survey.Experiments.Inference;

/// <summary>A batch of images for a model.</summary>
/// <param name="Pixels">Plain pixels 0..1, image after image.</param>
/// <param name="Shape">The tensor's shape, the number of images first.</param>
/// <param name="Name">The tensor's name in the model.</param>
public sealed record InferenceInput(ReadOnlyMemory<float> Pixels, IReadOnlyList<int> Shape, string Name = "input")
{
    /// <summary>Grey images of MNIST's size from their stored bytes 0..255.</summary>
    public static InferenceInput FromDigits(ReadOnlySpan<byte> pixels)
    {
        const int size = 28;
        var units = new float[pixels.Length];
        for (var index = 0; index < units.Length; index++)
            units[index] = pixels[index] / 255f;
        return new(units, [pixels.Length / (size * size), 1, size, size]);
    }
}
