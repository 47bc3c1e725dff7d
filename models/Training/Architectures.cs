using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Survey.Models.Training;

/// <summary>The networks that experiments.yaml can name.</summary>
internal static class Architectures
{
    private const int Code = 32;
    private const int Hidden = 128;
    private const int Few = 32;

    private static readonly Architecture[] All =
    [
        new("cnn", Objective.Classification, new Normalisation(0.1307f, 0.3081f), Cnn),
        new("perceptron", Objective.Classification, new Normalisation(0.1307f, 0.3081f), Perceptron),
        new("autoencoder", Objective.Reconstruction, null, Autoencoder),
    ];

    /// <exception cref="ModelException">There is none of that name.</exception>
    public static Architecture Find(string? name) => All.FirstOrDefault(architecture => architecture.Name == name)
        ?? throw new ModelException($"There is no architecture '{name}'; there are {string.Join(", ", All.Select(architecture => architecture.Name))}.");

    private static Sequential Cnn(ImageShape image)
    {
        if (Math.Min(image.Height, image.Width) < 16)
            throw new ModelException($"The architecture cnn needs images of at least 16 x 16 pixels, not {image.Height} x {image.Width}.");
        return Sequential(
            ("conv1", Conv2d(1, 32, 5)),
            ("relu1", ReLU()),
            ("pool1", MaxPool2d(2)),
            ("conv2", Conv2d(32, 64, 5)),
            ("relu2", ReLU()),
            ("pool2", MaxPool2d(2)),
            ("flatten", Flatten()),
            ("linear1", Linear(64 * AfterConvolutions(image.Height) * AfterConvolutions(image.Width), Hidden)),
            ("relu3", ReLU()),
            ("linear2", Linear(Hidden, image.Classes)));
    }

    /// <summary>Small enough (100 KB) to travel inside a job.</summary>
    private static Sequential Perceptron(ImageShape image) => Sequential(
        ("flatten", Flatten()),
        ("linear1", Linear(image.Height * image.Width, Few)),
        ("relu1", ReLU()),
        ("linear2", Linear(Few, image.Classes)));

    private static Sequential Autoencoder(ImageShape image)
    {
        var pixels = image.Height * image.Width;
        return Sequential(
            ("flatten", Flatten()),
            ("encoder1", Linear(pixels, Hidden)),
            ("relu1", ReLU()),
            ("encoder2", Linear(Hidden, Code)),
            ("relu2", ReLU()),
            ("decoder1", Linear(Code, Hidden)),
            ("relu3", ReLU()),
            ("decoder2", Linear(Hidden, pixels)),
            ("sigmoid", Sigmoid()));
    }

    /// <summary>A side's length after two 5x5 convolutions without padding, each followed by a 2x2 pool.</summary>
    private static int AfterConvolutions(int side) => (((side - 4) / 2) - 4) / 2;
}
