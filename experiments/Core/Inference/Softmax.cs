namespace Survey.Experiments.Inference;

/// <summary>Turns class scores into probabilities.</summary>
public static class Softmax
{
    /// <summary>exp(score) over the sum of all; shifted by the highest score, so that nothing overflows.</summary>
    public static IReadOnlyList<double> Of(IReadOnlyList<float> scores)
    {
        var highest = scores.Max();
        var weights = scores.Select(score => Math.Exp((double)score - highest)).ToList();
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
