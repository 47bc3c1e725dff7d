using Microsoft.ML.OnnxRuntime.Tensors;
using Survey.Worker.Inference;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Inference;

public sealed class OnnxModelTests
{
    [Fact]
    public void Load_ReadsTheSignature()
    {
        using var model = Fixture.Load();

        Assert.Equal(("input", "logits", 10, Fixture.Digit), (model.InputName, model.OutputName, model.Classes, model.Image));
        Assert.Null(model.FixedBatch);
    }

    [Fact]
    public void Load_ProbesTheClasses_WhenTheGraphLeavesThemOpen()
    {
        using var model = Fixture.Load("tiny-open-classes");

        Assert.Equal(10, model.Classes);
    }

    [Fact]
    public void OpenLane_KeepsTheGraphsBatch_WhenItIsFixed()
    {
        using var model = Fixture.Load("tiny-batch-of-four");
        using var lane = model.OpenLane(64);

        Assert.Equal(4, lane.Batch);
    }

    [Fact]
    public void Load_ReadsColourAndBytes()
    {
        using var colour = Fixture.Load("tiny-colour");
        using var bytes = Fixture.Load("tiny-uint8");

        Assert.Equal(new ImageShape(3, 28, 28, true), colour.Image);
        Assert.Equal(TensorElementType.UInt8, bytes.InputType);
    }

    [Fact]
    public void Load_IsOneSentence_WhenTheFileIsNoModel()
    {
        var failure = Assert.Throws<WorkerException>(() => OnnxModel.Load("nonsense"u8.ToArray(), "m.onnx", 1));

        Assert.Equal(ExitCode.BadModel, failure.ExitCode);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData(new[] { 784 }, 1, 28, 28, true)]
    [InlineData(new[] { 28, 20 }, 1, 28, 20, true)]
    [InlineData(new[] { 32, 32, 3 }, 3, 32, 32, false)]
    public void ImageShape_UnderstandsTheUsualLayouts(int[] dimensions, int channels, int height, int width, bool channelsFirst) =>
        Assert.Equal(new ImageShape(channels, height, width, channelsFirst), ImageShape.FromDimensions(dimensions));

    [Theory]
    [InlineData(new[] { 1, -1, -1 })]
    [InlineData(new[] { 7, 28, 28 })]
    [InlineData(new[] { 785 })]
    public void ImageShape_IsRefused_WhenItIsNoImage(int[] dimensions) => Assert.Throws<WorkerException>(() => ImageShape.FromDimensions(dimensions));
}
