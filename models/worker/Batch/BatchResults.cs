using Survey.Worker.Inference;

namespace Survey.Worker.Batch;

/// <summary>The growing results of a batch run, in input order.</summary>
internal sealed class BatchResults(int images, int classes)
{
    public int[] Argmax { get; } = new int[images];

    public float[] Logits { get; } = new float[images * classes];

    public List<double> BatchMilliseconds { get; } = [];

    public void Add(int first, int count, ReadOnlySpan<float> scores)
    {
        scores[..(count * classes)].CopyTo(Logits.AsSpan(first * classes));
        for (var index = 0; index < count; index++)
        {
            Argmax[first + index] = Scores.Argmax(scores.Slice(index * classes, classes));
            if (Argmax[first + index] < 0)
                throw new WorkerException(ExitCode.BadModel, $"The model answers NaN for image {first + index}; nothing is written.");
        }
    }
}
