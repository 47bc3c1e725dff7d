using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Survey.Experiments.Specification;

/// <summary>One model: an architecture to train, or an ONNX file brought along.</summary>
[Description("One model: an architecture to train here, or an ONNX file brought along (then only onnx and dataset are used).")]
public sealed record ModelSpec : ISelfChecking
{
    /// <summary>The dataset it is trained on and whose test images are the workload.</summary>
    [Description("The dataset it is trained on, and whose test images are the workload.")]
    [Reference("datasets")]
    public required string Dataset { get; init; }

    /// <summary>Architecture to train, for example <c>cnn</c>; null when <see cref="Onnx"/> is given.</summary>
    [Description("The architecture to train: cnn, perceptron or autoencoder.")]
    [AllowedValues("cnn", "autoencoder")]
    public string? Architecture { get; init; }

    /// <summary>Path of an ONNX file to use instead of training.</summary>
    [Description("Path of an ONNX file with one image input. Skips Train and Export.")]
    [RelativePath]
    public string? Onnx { get; init; }

    /// <summary>Passes over the training data.</summary>
    [Description("Passes over the training data, 1 to 1000.")]
    [Range(1, 1000)]
    public int Epochs { get; init; } = 3;

    /// <summary>Images per training step.</summary>
    [Description("Images per training step, 1 to 8192.")]
    [Range(1, 8192)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate.</summary>
    [Description("Learning rate of Adam.")]
    [Range(1e-9, 10)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seed of initialisation and shuffling.</summary>
    [Description("Seed of initialisation and shuffling. The same seed on the same machine gives the same weights, bit for bit.")]
    public long Seed { get; init; } = 42;

    /// <summary>Training threads; 0 takes one per core.</summary>
    [Description("Training threads; 0 takes one per core.")]
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Least test accuracy by number of epochs.</summary>
    [Description("The least test accuracy, by number of epochs: the entry with the largest number not above epochs counts.")]
    public IReadOnlyDictionary<int, double> Require { get; init; } = new Dictionary<int, double>();

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check()
    {
        if ((Architecture is null) == (Onnx is null))
        {
            var found = Architecture is null ? "neither architecture nor onnx" : "both architecture and onnx";
            yield return new SpecificationProblem("", $"has {found}; expected exactly one of them.");
        }

        foreach (var (epochs, accuracy) in Require)
        {
            if (epochs < 1 || accuracy is < 0 or > 1)
            {
                var entry = string.Create(CultureInfo.InvariantCulture, $"{epochs}: {accuracy}");
                yield return new SpecificationProblem($"require.{epochs}", $"requires '{entry}'; expected epochs of 1 or more and an accuracy from 0 to 1.");
            }
        }
    }
}
