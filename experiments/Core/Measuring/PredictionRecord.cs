using System.Security.Cryptography;

namespace Survey.Experiments.Measuring;

/// <summary>What every driver returns for a workload, the same for the same inputs on every network.</summary>
/// <param name="Argmax">The predicted class per input, in input order.</param>
/// <param name="PredictionsPath">The <c>predictions.json</c> it was read from (or the joined one), under the experiment's folder.</param>
/// <param name="LogitsPath">The <c>logits.npy</c> beside it; null where the network returned none.</param>
public sealed record PredictionRecord(IReadOnlyList<int> Argmax, string PredictionsPath, string? LogitsPath)
{
    /// <summary>SHA-256 over one byte per argmax, in input order; lower-case hex. The same model gives the same hash on every network.</summary>
    public string Hash { get; } = HashOf(Argmax);

    /// <summary>The hash of any list of classes.</summary>
    public static string HashOf(IReadOnlyList<int> argmax)
    {
        var bytes = new byte[argmax.Count];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = checked((byte)argmax[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>The first index at which two records differ over the inputs both have, or null when they agree.</summary>
    public static int? FirstDifference(IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (left[i] != right[i])
                return i;
        }

        return null;
    }
}
