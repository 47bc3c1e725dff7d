using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Survey.Models.Data;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Data;

public sealed class IdxFileTests
{
    [Fact]
    public void Parse_GivesDimensionsAndValues_WhenTheFileIsWhole()
    {
        var file = IdxFile.Parse(Idx.Of([1, 2, 3, 4, 5, 6], 1, 2, 3), "images");

        Assert.Equal([1, 2, 3], file.Dimensions);
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Values);
    }

    [Theory]
    [InlineData("")]
    [InlineData("000008")]
    [InlineData("00010801000000010A")]
    [InlineData("00000D01000000010A")]
    [InlineData("00000800")]
    [InlineData("0000080500000001000000010000000100000001000000010A")]
    public void Parse_SaysThatItIsNoIdx_WhenTheMagicNumberIsAnother(string hex)
    {
        var exception = Assert.Throws<ModelException>(() => IdxFile.Parse(Convert.FromHexString(hex), "images"));

        Assert.Equal("'images' is no IDX file of unsigned bytes.", exception.Message);
    }

    [Fact]
    public void Parse_SaysWhere_WhenTheHeaderIsCutOff()
    {
        var exception = Assert.Throws<ModelException>(() => IdxFile.Parse([0, 0, 8, 3, 0, 0, 0, 1, 0, 0], "images"));

        Assert.Contains("ends within its header", exception.Message);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void Parse_SaysBothNumbers_WhenValuesAreMissingOrTooMany(int values)
    {
        var exception = Assert.Throws<ModelException>(() => IdxFile.Parse(Idx.Of(new byte[values], 2, 3), "images"));

        Assert.Equal($"'images' announces 2 x 3 values and holds {values}.", exception.Message);
    }

    [Fact]
    public void Parse_Refuses_WhenDimensionsOverflow()
    {
        Assert.Throws<ModelException>(() => IdxFile.Parse(Idx.Of([], int.MaxValue, int.MaxValue, int.MaxValue), "images"));
        Assert.Throws<ModelException>(() => IdxFile.Parse(Idx.Of([], -1, 0), "images"));
    }

    /// <summary>Whatever a mirror sends: an answer or the one exception.</summary>
    [Property]
    public Property Parse_NeverFailsOtherwise_WhenBytesAreArbitrary() => Prop.ForAll<byte[]>(content =>
    {
        try
        {
            IdxFile.Parse([0, 0, 8, .. content], "images");
        }
        catch (ModelException)
        {
            // The answer to what is no IDX file.
        }
    });
}
