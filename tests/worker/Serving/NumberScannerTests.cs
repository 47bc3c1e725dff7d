using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Survey.Worker.Serving;

namespace Survey.Worker.Tests.Serving;

public sealed class NumberScannerTests
{
    [Property(MaxTest = 2000)]
    public bool Scan_GivesTheNearestFloat_WhenANumberIsWrittenInAnyPrecision(int bits, byte digits)
    {
        var value = BitConverter.Int32BitsToSingle(bits);
        if (!float.IsFinite(value))
            return true;
        var text = ((double)value).ToString($"{(digits % 2 == 0 ? "G" : "E")}{(digits % 20) + 1}", CultureInfo.InvariantCulture);
        return !float.IsFinite(float.Parse(text, CultureInfo.InvariantCulture)) || Scan($"[{text}]")[0] == float.Parse(text, CultureInfo.InvariantCulture);
    }

    [Property(MaxTest = 2000)]
    public bool Scan_GivesTheNearestFloat_WhenANumberLiesBetweenTwo(int bits, sbyte nudge)
    {
        var value = BitConverter.Int32BitsToSingle(bits & 0x3FFF_FFFF | 0x3000_0000);
        if (!float.IsFinite(value))
            return true;
        var middle = ((double)value + float.BitIncrement(value)) / 2;
        var text = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(middle) + nudge).ToString("R", CultureInfo.InvariantCulture);
        return Scan($"[{text}]")[0] == float.Parse(text, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("[]", new float[0])]
    [InlineData("[ 1 , -2.5,\n3e2 ]", new[] { 1f, -2.5f, 300f })]
    [InlineData("[[[0.1],[0]],[[255]]]", new[] { 0.1f, 0f, 255f })]
    [InlineData("[0.49411764705882355]", new[] { 0.49411764705882355f })]
    [InlineData("[123456789012345678901234567890]", new[] { 1.2345679e29f })]
    public void Scan_ReadsWhatJsonAllows(string json, float[] expected) => Assert.Equal(expected, Scan(json));

    [Theory]
    [InlineData("[1")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("[01]")]
    [InlineData("[.5]")]
    [InlineData("[1.]")]
    [InlineData("[1e]")]
    [InlineData("[-]")]
    [InlineData("[+1]")]
    [InlineData("[NaN]")]
    [InlineData("[1e99]")]
    [InlineData("[\"1\"]")]
    [InlineData("[null]")]
    [InlineData("[[1][2]]")]
    [InlineData("[[1],]")]
    [InlineData("[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]")]
    public void Scan_RefusesWhatIsNoArrayOfNumbers(string json) => Assert.Equal(400, Assert.Throws<ProtocolException>(() => Scan(json)).Status);

    [Fact]
    public void Scan_Stops_WhenThereAreMoreNumbersThanTheLimit() =>
        Assert.Throws<ProtocolException>(() => Scan($"[{string.Join(',', Enumerable.Repeat("1", 5000))}]"));

    private static float[] Scan(string json)
    {
        var buffer = new FloatBuffer(16, 1000);
        var end = NumberScanner.Scan(Encoding.UTF8.GetBytes(json), 1, buffer);
        Assert.Equal(json.Length - 1, end);
        return buffer.Values.ToArray();
    }
}
