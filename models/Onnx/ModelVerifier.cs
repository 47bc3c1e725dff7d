using Survey.Experiments.Measuring;
using Survey.Models.Data;

namespace Survey.Models.Onnx;

/// <summary>Runs a model over the test images in ONNX Runtime.</summary>
internal static class ModelVerifier
{
    /// <summary>The most a score may differ from the one TorchSharp computed.</summary>
    public const double Tolerance = 1e-4;

    private const int ImagesPerReport = 500;

    /// <summary>Compares with the scores TorchSharp gave for the same images; <paramref name="progress"/> hears the images done.</summary>
    /// <exception cref="ModelException">A prediction differs, or a score differs by more than <see cref="Tolerance"/>.</exception>
    public static VerificationRecord Compare(InferenceModel model, LabelledImages images, IReadOnlyList<float[]> expected, Action<int> progress, CancellationToken cancellationToken)
    {
        var scores = Run(model, images, progress, cancellationToken);
        var largest = 0.0;
        for (var image = 0; image < expected.Count; image++)
        {
            var (found, wanted) = (scores[image], expected[image]);
            if (found.Length != wanted.Length || Argmax(found) != Argmax(wanted))
                throw new ModelException($"The exported model differs from the trained one: for test image {image} it predicts {Argmax(found)} instead of {Argmax(wanted)}.");
            largest = Math.Max(largest, found.Zip(wanted, (one, other) => Math.Abs((double)one - other)).Max());
        }

        // Written so that a NaN fails too.
        return largest <= Tolerance
            ? Describe(images, scores) with { LargestDifference = largest, Tolerance = Tolerance }
            : throw new ModelException(FormattableString.Invariant($"The exported model differs from the trained one: a score differs by {largest:0.0e+0}, allowed are {Tolerance:0.0e+0}."));
    }

    /// <summary>Measures a model that has nothing to be compared with.</summary>
    public static VerificationRecord Measure(InferenceModel model, LabelledImages images, Action<int> progress, CancellationToken cancellationToken) =>
        Describe(images, Run(model, images, progress, cancellationToken));

    private static float[][] Run(InferenceModel model, LabelledImages images, Action<int> progress, CancellationToken cancellationToken)
    {
        var scores = new List<float[]>(images.Count);
        foreach (var row in model.Run(images, cancellationToken))
        {
            scores.Add(row);
            if (scores.Count % ImagesPerReport == 0 || scores.Count == images.Count)
                progress(scores.Count);
        }

        return [.. scores];
    }

    private static VerificationRecord Describe(LabelledImages images, float[][] scores)
    {
        var classes = scores[0].Length;
        var argmax = Array.ConvertAll(scores, Argmax);
        double? accuracy = classes > 1 && images.Labels.Length == argmax.Length
            ? argmax.Zip(images.Labels).Count(pair => pair.First == pair.Second) / (double)argmax.Length
            : null;
        return new VerificationRecord(argmax.Length, accuracy, classes <= 256 ? PredictionRecord.HashOf(argmax) : null, null, null);
    }

    private static int Argmax(float[] scores)
    {
        var best = 0;
        for (var index = 0; index < scores.Length; index++)
        {
            if (float.IsNaN(scores[index]))
                throw new ModelException("The model answers with something that is not a number.");
            if (scores[index] > scores[best])
                best = index;
        }

        return best;
    }
}
