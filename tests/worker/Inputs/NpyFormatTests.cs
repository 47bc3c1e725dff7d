using Survey.Worker.Batch;
using Survey.Worker.Inputs;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Inputs;

public sealed class NpyFormatTests
{
    [Fact]
    public void Read_GivesBackWhatTheWriterWrote()
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, new float[2 * 784], 2, 784);

        Assert.Equal(2, new NpyFormat().Read(new("a.npy", stream.ToArray()), Fixture.Digit).Count);
        Assert.Equal(0, (stream.Length - (2 * 784 * sizeof(float))) % 64);
    }

    [Theory]
    [InlineData("|u1", "(2, 28, 28)", 2 * 784, 2)]
    [InlineData("|u1", "(28, 28)", 784, 1)]
    [InlineData("<f4", "(1, 1, 28, 28)", 784 * 4, 1)]
    [InlineData("<f8", "(3, 784)", 3 * 784 * 8, 3)]
    public void Read_CountsImages_WhateverTheShape(string type, string shape, int bytes, int images) =>
        Assert.Equal(images, new NpyFormat().Read(new("a.npy", Npy(type, shape, bytes)), Fixture.Digit).Count);

    [Theory]
    [InlineData("<i8", "(1, 784)", 784 * 8, "<i8")]
    [InlineData("|u1", "(2, 32, 32)", 2048, "(2, 32, 32)")]
    [InlineData("|u1", "(2, 28, 28)", 784, "truncated")]
    [InlineData("|u1", "(9999999999, 28, 28)", 784, "9999999999")]
    [InlineData("|u1", "()", 784, "()")]
    public void Read_SaysWhatIsWrong(string type, string shape, int bytes, string said) =>
        Assert.Contains(said, Assert.Throws<WorkerException>(() => new NpyFormat().Read(new("a.npy", Npy(type, shape, bytes)), Fixture.Digit)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NamesThePixel_WhenItIsNotANumber()
    {
        var pixels = new float[2 * 784];
        pixels[784 + 5] = float.NaN;
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, pixels, 2, 784);

        var failure = Assert.Throws<WorkerException>(() => new NpyFormat().Read(new("a.npy", stream.ToArray()), Fixture.Digit));

        Assert.Contains("NaN at pixel 5 of image 1", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Npy(string type, string shape, int bytes)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[bytes]];
    }
}
