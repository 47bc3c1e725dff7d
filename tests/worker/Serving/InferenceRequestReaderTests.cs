using System.Text;
using Survey.Worker.Serving;

namespace Survey.Worker.Tests.Serving;

public sealed class InferenceRequestReaderTests
{
    [Fact]
    public void Read_FindsEverything_WhateverTheOrder()
    {
        var request = Read("""
            {"extra":{"a":[1,{"b":2}]},"inputs":[{"data":[[1,2],[3,4]],"shape":[2,2],"parameters":{"x":1},"datatype":"FP32","name":"input"}],
             "id":"q\u0031","outputs":[{"name":"logits","parameters":{"binary_data":true}}]}
            """);

        Assert.Equal(("q1", "input", "FP32", "logits", true), (request.Id, request.InputName, request.Datatype, request.OutputName, request.BinaryOutput));
        Assert.Equal([2, 2], request.Shape);
        Assert.Equal([1f, 2f, 3f, 4f], request.Numbers.Values.ToArray());
    }

    [Fact]
    public void Read_TakesBinarySizeAndOutput_FromTheParameters()
    {
        var request = Read("""{"parameters":{"binary_data_output":true},"inputs":[{"name":"input","parameters":{"binary_data_size":12}}]}""");

        Assert.Equal((12, true, false), (request.BinaryBytes, request.BinaryOutput, request.HasData));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} x")]
    [InlineData("{\"inputs\":1}")]
    [InlineData("{\"inputs\":[1]}")]
    [InlineData("{\"inputs\":[{},{}]}")]
    [InlineData("{\"inputs\":[{\"data\":[1,]}]}")]
    [InlineData("{\"inputs\":[{\"data\":1}]}")]
    [InlineData("{\"inputs\":[{\"data\":[1]}")]
    [InlineData("{\"inputs\":[{\"data\":[1]]}")]
    [InlineData("{\"inputs\":[{\"shape\":[-1]}]}")]
    [InlineData("{\"inputs\":[{\"shape\":[1.5]}]}")]
    [InlineData("{\"inputs\":[{\"shape\":[1,1,1,1,1,1,1,1,1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":{}}]}")]
    [InlineData("{\"outputs\":[{\"parameters\":{\"binary_data\":1}}]}")]
    [InlineData("{\"id\":[]}")]
    public void Read_RefusesWith400_WhenItIsNoRequest(string json) => Assert.Equal(400, Assert.Throws<ProtocolException>(() => Read(json)).Status);

    [Fact]
    public void Read_RefusesWith400_WhenItNestsTooDeep() =>
        Assert.Equal(400, Assert.Throws<ProtocolException>(() => Read("{\"x\":" + new string('[', 200))).Status);

    private static InferenceRequest Read(string json)
    {
        var request = new InferenceRequest(new FloatBuffer(16, 1000));
        InferenceRequestReader.Read(Encoding.UTF8.GetBytes(json), request);
        return request;
    }
}
