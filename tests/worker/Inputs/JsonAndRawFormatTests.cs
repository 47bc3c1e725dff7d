using System.Text;
using Survey.Worker.Inputs;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Inputs;

public sealed class JsonAndRawFormatTests
{
    private static readonly string Zeros = string.Join(',', Enumerable.Repeat("0.5", 784));

    [Fact]
    public void Json_ReadsNestedArrays() => Assert.Equal(2, Read($"[[{Zeros}],[{Zeros}]]"));

    [Fact]
    public void Json_ReadsAnOpenInferenceRequest() =>
        Assert.Equal(1, Read($$"""{"inputs":[{"name":"input","shape":[1,1,28,28],"datatype":"FP32","data":[{{Zeros}}]}]}"""));

    [Theory]
    [InlineData("[1,2,3]", "no multiple of the 784")]
    [InlineData("[\"a\"]", "where a number belongs")]
    [InlineData("[1,2", "not valid JSON")]
    [InlineData("{}", "JSON without images")]
    [InlineData("[]", "holds 0 numbers")]
    public void Json_SaysWhatIsWrong(string content, string said) =>
        Assert.Contains(said, Assert.Throws<WorkerException>(() => Read(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void Json_IsRefused_WhenItNestsTooDeep() => Assert.Throws<WorkerException>(() => Read(new string('[', 5000)));

    [Fact]
    public void Raw_ReadsFloats_WhenTheNameSaysSo() => Assert.Equal(1, new RawFormat().Read(new("a.f32", new byte[784 * 4]), Fixture.Digit).Count);

    [Theory]
    [InlineData("a.raw", 783)]
    [InlineData("a.raw", 0)]
    [InlineData("a.f32", 7)]
    public void Raw_IsRefused_WhenItIsNoWholeNumberOfImages(string name, int length) =>
        Assert.Throws<WorkerException>(() => new RawFormat().Read(new(name, new byte[length]), Fixture.Digit));

    private static int Read(string json) => new JsonFormat().Read(new("a.json", Encoding.UTF8.GetBytes(json)), Fixture.Digit).Count;
}
