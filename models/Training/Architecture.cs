using TorchSharp.Modules;

namespace Survey.Models.Training;

/// <summary>What a network is trained for.</summary>
public enum Objective
{
    /// <summary>Tell the class of an image: one logit per class.</summary>
    Classification,

    /// <summary>Give the image back: how badly it does tells how far an image is from the training data.</summary>
    Reconstruction,
}

/// <summary>What is subtracted from a pixel (0 to 1), and what the rest is divided by. Part of the exported graph.</summary>
public sealed record Normalisation(float Mean, float StandardDeviation);

/// <summary>A network that can be trained and exported.</summary>
/// <param name="Name">Name in experiments.yaml.</param>
/// <param name="Objective">What it is trained for.</param>
/// <param name="Normalisation">Applied before the first layer; null when plain pixels go in.</param>
/// <param name="Create">Makes the layers, initialised from torch's generator.</param>
internal sealed record Architecture(string Name, Objective Objective, Normalisation? Normalisation, Func<ImageShape, Sequential> Create);

/// <summary>What a network has to fit.</summary>
internal readonly record struct ImageShape(int Height, int Width, int Classes);
