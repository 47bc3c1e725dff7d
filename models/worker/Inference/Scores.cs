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

    /// <summary>SHA-256 over one byte per argmax in input order (two, little-endian, when the model has more than 256 classes).</summary>
    public static string PredictionHash(ReadOnlySpan<int> argmax, int classes)
    {
        var width = classes > 256 ? 2 : 1;
        var bytes = new byte[argmax.Length * width];
        for (var index = 0; index < argmax.Length; index++)
        {
            bytes[index * width] = (byte)argmax[index];
            if (width == 2)
                bytes[(index * 2) + 1] = (byte)(argmax[index] >> 8);
        }

        return Digest.Sha256(bytes);
    }
}
