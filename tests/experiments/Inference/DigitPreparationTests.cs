using Survey.Experiments.Inference;
using Xunit;

namespace Survey.Experiments.Tests.Inference;

public sealed class DigitPreparationTests
{
    [Theory]
    [InlineData(28, 28, false)]
    [InlineData(300, 200, false)]
    [InlineData(300, 200, true)]
    [InlineData(41, 900, true)]
    public void Prepare_FillsTheBoxAndCentresTheMass_WhateverSizeAndPolarity(int width, int height, bool darkInk)
    {
        var digit = DigitPreparation.Prepare(Pictures.Rectangle(width, height, darkInk));

        var (left, top, right, bottom) = Bounds(digit);
        Assert.Equal(20, Math.Max(right - left, bottom - top) + 1);
        var (horizontal, vertical) = Centre(digit);
        Assert.InRange(horizontal, 13, 15);
        Assert.InRange(vertical, 13, 15);
        Assert.Equal(1f, digit.Max());
    }

    [Fact]
    public void Prepare_GivesTheSame_WhenInkAndPaperAreSwapped()
    {
        var bright = DigitPreparation.Prepare(Pictures.Rectangle(120, 90, darkInk: false));
        var dark = DigitPreparation.Prepare(Pictures.Rectangle(120, 90, darkInk: true));

        for (var index = 0; index < bright.Length; index++)
            Assert.Equal(bright[index], dark[index], 3);
    }

    [Fact]
    public void Prepare_DropsFaintGrain()
    {
        var picture = Pictures.Rectangle(100, 100, darkInk: false);
        picture.Values[5 * 100] = 0.1f;

        Assert.Equal(DigitPreparation.Prepare(Pictures.Rectangle(100, 100, darkInk: false)), DigitPreparation.Prepare(picture));
    }

    [Fact]
    public void Prepare_Refuses_WhenThereIsNoInk() =>
        Assert.Throws<InferenceException>(() => DigitPreparation.Prepare(new GreyPicture(10, 10, [.. Enumerable.Repeat(0.5f, 100)])));

    [Fact]
    public void Prepare_StaysInTheFrame_WhenTheMassIsAtOneEnd()
    {
        // A club: a heavy end and a long thin handle.
        var picture = new GreyPicture(100, 100, new float[10_000]);
        for (var row = 5; row < 95; row++)
        {
            for (var column = 45; column < (row < 20 ? 95 : 46); column++)
                picture.Values[(row * 100) + column] = 1;
        }

        var (_, top, _, bottom) = Bounds(DigitPreparation.Prepare(picture));
        Assert.Equal(19, bottom - top);
    }

    private static (int Left, int Top, int Right, int Bottom) Bounds(float[] digit)
    {
        var inked = Enumerable.Range(0, digit.Length).Where(index => digit[index] > 0).ToList();
        return (inked.Min(index => index % 28), inked.Min(index => index / 28), inked.Max(index => index % 28), inked.Max(index => index / 28));
    }

    private static (double Horizontal, double Vertical) Centre(float[] digit)
    {
        var mass = digit.Sum();
        return (digit.Select((value, index) => value * ((index % 28) + 0.5)).Sum() / mass, digit.Select((value, index) => value * ((index / 28) + 0.5)).Sum() / mass);
    }
}
