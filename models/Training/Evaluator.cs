using Survey.Models.Data;
using static TorchSharp.torch;

namespace Survey.Models.Training;

/// <summary>Measures a network on the test images.</summary>
internal sealed class Evaluator(LabelledImages images, int classes, long seed) : IDisposable
{
    /// <summary>One test image in a hundred counts as foreign.</summary>
    private const double Quantile = 0.99;

    private const int BatchSize = 1000;

    private readonly ImageTensors test = new(images);
    private readonly Lazy<ImageTensors> foreign = new(() => new ImageTensors(Scramble(images, seed)));

    public Evaluation Evaluate(TrainedNetwork network, CancellationToken cancellationToken)
    {
        network.Layers.eval();
        try
        {
            using var frozen = inference_mode();
            return network.Architecture.Objective == Objective.Classification
                ? Classify(network, cancellationToken)
                : Reconstruct(network, cancellationToken);
        }
        finally
        {
            network.Layers.train();
        }
    }

    public void Dispose()
    {
        test.Dispose();
        if (foreign.IsValueCreated)
            foreign.Value.Dispose();
    }

    private Evaluation Classify(TrainedNetwork network, CancellationToken cancellationToken)
    {
        var confusion = new ConfusionMatrix(classes);
        var loss = 0.0;
        foreach (var batch in test.Batches(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (pixels, labels) = test.Take(batch);
            var logits = network.Forward(pixels);
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).item<float>();
            confusion.Add(labels.data<long>(), logits.argmax(1).data<long>());
        }

        return new Evaluation(loss / test.Count, confusion.Accuracy, confusion.ToRecord(), null);
    }

    private Evaluation Reconstruct(TrainedNetwork network, CancellationToken cancellationToken)
    {
        var known = Errors(network, test, cancellationToken);
        var strange = Errors(network, foreign.Value, cancellationToken);
        var sorted = known.Order().ToArray();
        var threshold = sorted[(int)Math.Ceiling(Quantile * sorted.Length) - 1];
        var accepted = known.Count(error => error <= threshold) / (double)known.Count;
        var rejected = strange.Count(error => error > threshold) / (double)strange.Count;
        var record = new ReconstructionRecord(threshold, Quantile, sorted[sorted.Length / 2], accepted, rejected, "the test images with their pixels in another order");
        return new Evaluation(known.Average(), (accepted + rejected) / 2, null, record);
    }

    private static List<float> Errors(TrainedNetwork network, ImageTensors images, CancellationToken cancellationToken)
    {
        var errors = new List<float>(images.Count);
        foreach (var batch in images.Batches(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            errors.AddRange(network.Answer(images.Take(batch).Pixels).data<float>());
        }

        return errors;
    }

    /// <summary>The same pixels in another order, the same for every image: as bright and as sharp as the originals, but no digits.</summary>
    private static LabelledImages Scramble(LabelledImages images, long seed)
    {
        var order = Enumerable.Range(0, images.Size).ToArray();
        new Shuffler(seed).Shuffle<int>(order);
        var pixels = new byte[images.Pixels.Length];
        for (var pixel = 0; pixel < pixels.Length; pixel++)
            pixels[pixel] = images.Pixels[(pixel / images.Size * images.Size) + order[pixel % images.Size]];
        return images with { Pixels = pixels };
    }
}
