namespace Survey.Experiments.Inference;

/// <summary>What a model answered.</summary>
/// <param name="Model">Name of the model that answered.</param>
/// <param name="Version">Its version.</param>
/// <param name="Scores">The first output, row by row.</param>
/// <param name="Classes">Scores per image.</param>
/// <param name="Elapsed">From the first byte sent to the last byte read.</param>
public sealed record InferenceAnswer(string Model, string? Version, IReadOnlyList<float> Scores, int Classes, TimeSpan Elapsed)
{
    /// <summary>The class with the highest score per image; the first one when several are equal.</summary>
    public IReadOnlyList<int> Argmax => [.. Scores.Chunk(Classes).Select(row => Array.IndexOf(row, row.Max()))];

    // Far more than the rounding of ten numbers, far less than logits would hit by chance.
    private const double Rounding = 1e-4;

    /// <summary>The scores of one image as probabilities. A brought model may answer probabilities already: they stay what they are.</summary>
    public IReadOnlyList<double> Probabilities(int image)
    {
        float[] scores = [.. Scores.Skip(image * Classes).Take(Classes)];
        return Array.TrueForAll(scores, score => score >= 0) && Math.Abs(scores.Sum(score => (double)score) - 1) < Rounding
            ? [.. scores.Select(score => (double)score)]
            : Softmax.Of(scores);
    }
}
