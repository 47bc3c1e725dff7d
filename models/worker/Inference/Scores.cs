namespace Survey.Worker.Inference;

/// <summary>Reads class scores.</summary>
internal static class Scores
{
    /// <summary>The index of the highest score; the first one when several are equal; -1 when one is not a number.</summary>
    public static int Argmax(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var index = 0; index < scores.Length; index++)
        {
            if (float.IsNaN(scores[index]))
                return -1;
            if (scores[index] > scores[best])
                best = index;
        }

        return best;
    }

    /// <summary>SHA-256 over one byte per argmax in input order.</summary>
    public static string PredictionHash(ReadOnlySpan<int> argmax)
    {
        var bytes = new byte[argmax.Length];
        for (var index = 0; index < argmax.Length; index++)
            bytes[index] = checked((byte)argmax[index]);
        return Digest.Sha256(bytes);
    }
}
