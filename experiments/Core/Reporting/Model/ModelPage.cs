namespace Survey.Experiments.Reporting.Model;

/// <summary>One model: how good it is, and the digests of its files.</summary>
public sealed record ModelPage
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its architecture; null for one that was brought along.</summary>
    public string? Architecture { get; init; }

    /// <summary>Trained numbers.</summary>
    public long? Parameters { get; init; }

    /// <summary>Test accuracy, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The least accuracy asked for.</summary>
    public double? Required { get; init; }

    /// <summary>One entry per pass over the training data.</summary>
    public IReadOnlyList<ModelEpoch> Epochs { get; init; } = [];

    /// <summary>Metrics per class.</summary>
    public IReadOnlyList<ModelClass> Classes { get; init; } = [];

    /// <summary>Row: true class; column: predicted class; value: images. Empty when there is none.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>Facts for a table: what, and the value.</summary>
    public IReadOnlyList<ModelFact> Facts { get; init; } = [];

    /// <summary>Its files with their digests.</summary>
    public IReadOnlyList<EvidenceEntry> Files { get; init; } = [];
}

/// <summary>One pass over the training data.</summary>
/// <param name="Epoch">Number, from 1.</param>
/// <param name="Loss">Mean loss while the weights changed.</param>
/// <param name="TestAccuracy">Test accuracy afterwards.</param>
/// <param name="ImagesPerSecond">Speed.</param>
public sealed record ModelEpoch(int Epoch, double Loss, double TestAccuracy, double ImagesPerSecond);

/// <summary>Metrics of one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">Share of images predicted as this class that are of it.</param>
/// <param name="Recall">Share of images of this class that were predicted as it.</param>
/// <param name="F1">Harmonic mean of the two.</param>
/// <param name="Images">Test images of it.</param>
public sealed record ModelClass(int Label, double? Precision, double? Recall, double? F1, int Images);

/// <summary>A fact about a model.</summary>
/// <param name="Name">What.</param>
/// <param name="Text">The value.</param>
public sealed record ModelFact(string Name, string Text);
