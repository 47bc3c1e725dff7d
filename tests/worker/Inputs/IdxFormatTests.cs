using Survey.Worker.Inputs;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Inputs;

public sealed class IdxFormatTests
{
    private static readonly byte[] Whole = Fixture.Idx(Fixture.Pixels(3));

    [Fact]
    public void Read_GivesAllImages_WhenWhole() =>
        Assert.Equal(3, new IdxFormat().Read(new("t10k-images-idx3-ubyte", Whole), Fixture.Digit).Count);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(16 + (784 * 3) - 1)]
    public void Read_SaysWhatIsMissing_WhenTruncated(int length)
    {
        var failure = Assert.Throws<WorkerException>(() => new IdxFormat().Read(new("x-idx3-ubyte", Whole[..length]), Fixture.Digit));

        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
        Assert.Contains("x-idx3-ubyte", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Refuses_WhenTheFileIsLongerThanItSays() =>
        Assert.Contains("longer than it says", Assert.Throws<WorkerException>(() => new IdxFormat().Read(new("x", [.. Whole, 0]), Fixture.Digit)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NamesBothSizes_WhenTheImagesHaveAnother()
    {
        var failure = Assert.Throws<WorkerException>(() => new IdxFormat().Read(new("x", Fixture.Idx(new byte[32 * 32], 32, 32)), Fixture.Digit));

        Assert.Contains("32x32", failure.Message, StringComparison.Ordinal);
        Assert.Contains("28x28", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Refuses_WhenSizesOverflow()
    {
        byte[] hostile = [0, 0, 8, 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

        Assert.Throws<WorkerException>(() => new IdxFormat().Read(new("x", hostile), Fixture.Digit));
    }
}
