using Survey.Experiments.Inference;
using Xunit;

namespace Survey.Experiments.Tests.Inference;

public sealed class GreyPictureTests
{
    [Fact]
    public void Decode_GivesTheBrightness()
    {
        var picture = Pictures.Rectangle(33, 20, darkInk: true);

        var decoded = GreyPicture.Decode(Pictures.Bitmap(picture));

        Assert.Equal((33, 20), (decoded.Width, decoded.Height));
        for (var index = 0; index < decoded.Values.Length; index++)
            Assert.Equal(picture.Values[index], decoded.Values[index], 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(60)]
    public void Decode_Refuses_WhenTruncated(int length) =>
        Assert.Throws<InferenceException>(() => GreyPicture.Decode(Pictures.Bitmap(Pictures.Rectangle(33, 20, darkInk: true))[..length]));

    [Fact]
    public void Decode_RefusesBeforeUnpacking_WhenThePictureClaimsToBeHuge()
    {
        var file = Pictures.Bitmap(Pictures.Rectangle(8, 8, darkInk: true));
        BitConverter.TryWriteBytes(file.AsSpan(18), 20_000);
        BitConverter.TryWriteBytes(file.AsSpan(22), 20_000);

        Assert.Contains("20000x20000", Assert.Throws<InferenceException>(() => GreyPicture.Decode(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfBlocks_ShowsTwoRowsInOne()
    {
        var rows = HalfBlocks.Of([0f, 1f, 0.5f, 0f, 1f, 1f], width: 2);

        Assert.Equal(2, rows.Count);
        Assert.Equal([new HalfBlock(0, 128), new HalfBlock(255, 0)], rows[0]);
        Assert.Equal([new HalfBlock(255, 0), new HalfBlock(255, 0)], rows[1]);
    }

    [Theory]
    [InlineData(0, 0, ' ')]
    [InlineData(255, 0, '\u2592')]
    [InlineData(255, 255, '\u2588')]
    public void Shade_StandsForBothPixels_WhenThereAreNoColours(byte upper, byte lower, char shade) => Assert.Equal(shade, new HalfBlock(upper, lower).Shade);
}
