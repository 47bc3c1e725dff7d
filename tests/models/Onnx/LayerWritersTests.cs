using Survey.Models.Data;
using Survey.Models.Native;
using Survey.Models.Onnx;
using Survey.Models.Tests.Support;
using Survey.Models.Training;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Survey.Models.Tests.Onnx;

/// <summary>Every layer that is written gives in ONNX Runtime what torch gives; every other one is refused by its name.</summary>
[Collection(TorchCollection.Name)]
public sealed class LayerWritersTests
{
    private static readonly ImageShape Shape = new(28, 28, 10);

    public LayerWritersTests() => LibTorch.Load();

    [Theory]
    [InlineData("convolution with stride, padding and dilation")]
    [InlineData("convolution in groups without bias")]
    [InlineData("pool with stride and padding")]
    [InlineData("pool that rounds up")]
    [InlineData("dropout")]
    [InlineData("tanh and sigmoid")]
    public void Write_GivesWhatTorchGives_WhenTheLayerIsSupported(string layers)
    {
        torch.manual_seed(1);
        using var network = new TrainedNetwork(new Architecture("test", Objective.Classification, null, _ => Layers(layers)), Layers(layers));
        network.Layers.eval();
        var images = new LabelledImages([.. Enumerable.Range(0, 3 * 784).Select(index => (byte)(index * 37))], [], 28, 28);
        using var model = InferenceModel.Load(OnnxGraphWriter.Write("test", network, Shape, new Dictionary<string, string>()).ToBytes(), "test");
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var tensors = new ImageTensors(images);

        var expected = network.Answer(tensors.Take([0, 1, 2]).Pixels).data<float>().ToArray();

        var found = model.Run(images, TestContext.Current.CancellationToken).SelectMany(scores => scores).ToArray();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [InlineData("softsign")]
    [InlineData("circular")]
    [InlineData("flatten")]
    public void Write_NamesTheLayer_WhenItHasNoWriter(string layer)
    {
        Module<torch.Tensor, torch.Tensor> module = layer switch
        {
            "softsign" => Softsign(),
            "circular" => Conv2d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Circular),
            _ => Flatten(0, 1),
        };

        var exception = Assert.Throws<ModelException>(() => LayerWriters.Write(new GraphBuilder("input"), "odd_one", module));

        Assert.Matches($@"^Layer 'odd_one' \({module.GetName()}\) cannot be exported to ONNX: .*has no writer\.", exception.Message);
    }

    [Fact]
    public void Write_Refuses_WhenThereAreNoLayers()
    {
        using var network = new TrainedNetwork(new Architecture("empty", Objective.Classification, null, _ => Sequential()), Sequential());

        Assert.Throws<ModelException>(() => OnnxGraphWriter.Write("empty", network, Shape, new Dictionary<string, string>()));
    }

    private static TorchSharp.Modules.Sequential Layers(string layers) => layers switch
    {
        "convolution with stride, padding and dilation" => Sequential(
            ("conv", Conv2d(1, 4, 3, stride: 2, padding: 3, dilation: 2)), ("flatten", Flatten()), ("linear", Linear(4 * 15 * 15, 10))),
        "convolution in groups without bias" => Sequential(
            ("conv1", Conv2d(1, 4, 3)), ("conv2", Conv2d(4, 8, 3, groups: 2, bias: false)), ("flatten", Flatten()), ("linear", Linear(8 * 24 * 24, 10, hasBias: false))),
        "pool with stride and padding" => Sequential(
            ("pool", MaxPool2d(3, stride: 2, padding: 1)), ("flatten", Flatten()), ("linear", Linear(14 * 14, 10))),
        "pool that rounds up" => Sequential(
            ("pool", MaxPool2d(3, stride: 2, ceil_mode: true)), ("flatten", Flatten()), ("linear", Linear(14 * 14, 10))),
        "dropout" => Sequential(
            ("dropout", Dropout(0.5)), ("flatten", Flatten()), ("linear", Linear(784, 10))),
        _ => Sequential(
            ("flatten", Flatten()), ("linear1", Linear(784, 20)), ("tanh", Tanh()), ("linear2", Linear(20, 10)), ("sigmoid", Sigmoid())),
    };
}
