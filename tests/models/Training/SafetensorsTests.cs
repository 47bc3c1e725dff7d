using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Survey.Models.Training;

namespace Survey.Models.Tests.Training;

public sealed class SafetensorsTests
{
    private static readonly NamedTensor[] Tensors =
    [
        new("linear.weight", [2, 3], [1, 2, 3, 4, 5, float.Epsilon]),
        new("linear.bias", [2], [-0f, float.MaxValue]),
        new("scalar", [], [7]),
    ];

    [Fact]
    public void Parse_GivesBackTheSameBits_WhenSerialized()
    {
        var parsed = Safetensors.Parse(Serialize(), "weights");

        Assert.Equal(Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).Select(Describe), parsed.Select(Describe));
    }

    [Fact]
    public void Serialize_GivesTheSameBytes_WhateverTheOrder() => Assert.Equal(Serialize(), Safetensors.Serialize(Tensors.Reverse(), Metadata));

    [Fact]
    public void Serialize_WritesTheFormat_WhenReadByItsRules()
    {
        var content = Serialize();

        var length = BitConverter.ToInt64(content);
        using var header = JsonDocument.Parse(content.AsMemory(8, (int)length));
        var weight = header.RootElement.GetProperty("linear.weight");
        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal("pt", header.RootElement.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.Equal("F32", weight.GetProperty("dtype").GetString());
        Assert.Equal("[2,3]", weight.GetProperty("shape").GetRawText());
        var offset = weight.GetProperty("data_offsets")[0].GetInt32();
        Assert.Equal(1f, BitConverter.ToSingle(content, 8 + (int)length + offset));
    }

    [Theory]
    [InlineData("{\"t\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}")]
    [InlineData("{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}")]
    [InlineData("{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}")]
    [InlineData("{\"t\":{\"dtype\":\"F32\",\"shape\":[100],\"data_offsets\":[0,400]}}")]
    [InlineData("{\"t\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,-4]}}")]
    [InlineData("{\"t\":{\"dtype\":\"F32\"}}")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Parse_NamesTheFile_WhenTheHeaderLies(string header)
    {
        byte[] content = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), 0, 0, 0, 0];

        var exception = Assert.Throws<ModelException>(() => Safetensors.Parse(content, "weights"));

        Assert.StartsWith("'weights' is no safetensors file of float32 tensors", exception.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 300)]
    public void Parse_FailsWithOneSentence_WhenTheFileIsCutOff(ushort length)
    {
        var content = Serialize();

        Assert.Throws<ModelException>(() => Safetensors.Parse(content[..(length % content.Length)], "weights"));
    }

    private static Dictionary<string, string> Metadata { get; } = new() { ["format"] = "pt" };

    private static byte[] Serialize() => Safetensors.Serialize(Tensors, Metadata);

    private static string Describe(NamedTensor tensor) =>
        $"{tensor.Name} [{string.Join(',', tensor.Shape)}] {string.Join(',', tensor.Values.Select(BitConverter.SingleToInt32Bits))}";
}
