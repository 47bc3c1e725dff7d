using Survey.Models.Native;
using Survey.Models.Tests.Support;
using Survey.Models.Training;

namespace Survey.Models.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class ArchitecturesTests
{
    public ArchitecturesTests() => LibTorch.Load();

    [Fact]
    public void Cnn_HasTheLayersOfTheSurvey_WhenCreatedForMnist()
    {
        var architecture = Architectures.Find("cnn");
        using var network = new TrainedNetwork(architecture, architecture.Create(new ImageShape(28, 28, 10)));

        Assert.Equal(184_586, network.Parameters);
        Assert.Equal(new Normalisation(0.1307f, 0.3081f), architecture.Normalisation);
        Assert.Equal(
            ["conv1.weight 32x1x5x5", "conv1.bias 32", "conv2.weight 64x32x5x5", "conv2.bias 64", "linear1.weight 128x1024", "linear1.bias 128", "linear2.weight 10x128", "linear2.bias 10"],
            network.ReadWeights().Select(weight => $"{weight.Name} {string.Join('x', weight.Shape)}"));
        Assert.Equal(
            ["Conv2d", "ReLU", "MaxPool2d", "Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear", "ReLU", "Linear"],
            network.Layers.named_children().Select(child => child.module.GetName()));
    }

    [Fact]
    public void Find_NamesWhatThereIs_WhenTheNameIsUnknown()
    {
        var exception = Assert.Throws<ModelException>(() => Architectures.Find("transformer"));

        Assert.Equal("There is no architecture 'transformer'; there are cnn and autoencoder.", exception.Message);
    }

    [Fact]
    public void Cnn_SaysWhatItNeeds_WhenImagesAreTooSmall()
    {
        var exception = Assert.Throws<ModelException>(() => Architectures.Find("cnn").Create(new ImageShape(15, 28, 10)));

        Assert.Contains("at least 16 x 16 pixels, not 15 x 28", exception.Message);
    }

    [Fact]
    public void WriteWeights_NamesTheParameter_WhenTheWeightsBelongToAnotherArchitecture()
    {
        using var cnn = Create("cnn");
        using var autoencoder = Create("autoencoder");

        var exception = Assert.Throws<ModelException>(() => cnn.WriteWeights(autoencoder.ReadWeights()));

        Assert.Contains("The weights have no 'conv1.weight' of shape [32, 1, 5, 5]", exception.Message);
    }

    private static TrainedNetwork Create(string name) => new(Architectures.Find(name), Architectures.Find(name).Create(new ImageShape(28, 28, 10)));
}
