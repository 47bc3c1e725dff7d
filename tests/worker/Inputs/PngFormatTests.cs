using Survey.Worker.Inference;
using Survey.Worker.Inputs;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Inputs;

public sealed class PngFormatTests
{
    [Fact]
    public void Read_GivesThePixels_WhenGrey()
    {
        var pixels = Fixture.Pixels(1);

        var images = new PngFormat().Read(new("a.png", Png.Encode(pixels, 28, 28, 1)), Fixture.Digit);

        using var model = Fixture.Load("tiny-uint8");
        using var lane = model.OpenLane(1);
        images.WriteTo(lane, model.InputType, 0, 1);
        Assert.Equal(pixels, lane.ByteInput.ToArray());
    }

    [Fact]
    public void Arrange_SortsByPlane_WhenTheModelWantsChannelsFirst()
    {
        byte[] interleaved = [1, 2, 3, 4, 5, 6];

        Assert.Equal([1, 4, 2, 5, 3, 6], PngFormat.Arrange(interleaved, new ImageShape(3, 1, 2, ChannelsFirst: true)));
        Assert.Equal(interleaved, PngFormat.Arrange(interleaved, new ImageShape(3, 1, 2, ChannelsFirst: false)));
    }

    [Fact]
    public void Read_NamesBothSizes_WhenThePictureHasAnother()
    {
        var failure = Assert.Throws<WorkerException>(() => new PngFormat().Read(new("a.png", Png.Encode(new byte[30 * 20], 30, 20, 1)), Fixture.Digit));

        Assert.Contains("20x30", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(60)]
    public void Read_Refuses_WhenTruncated(int length) =>
        Assert.Throws<WorkerException>(() => new PngFormat().Read(new("a.png", Png.Encode(Fixture.Pixels(1), 28, 28, 1)[..length]), Fixture.Digit));

    [Fact]
    public void Read_Refuses_WhenItIsNoPicture() =>
        Assert.Throws<WorkerException>(() => new PngFormat().Read(new("a.png", "hello, I am no picture at all"u8.ToArray()), Fixture.Digit));
}
