using System.Buffers.Binary;
using Survey.Worker.Inference;

namespace Survey.Worker.Tests.Support;

/// <summary>Models and inputs the tests share.</summary>
internal static class Fixture
{
    public static ImageShape Digit { get; } = new(1, 28, 28, true);

    public static string Model(string name = "tiny") => Path.Combine(AppContext.BaseDirectory, "Fixtures", name + ".onnx");

    public static OnnxModel Load(string name = "tiny") => OnnxModel.Load(File.ReadAllBytes(Model(name)), name, 1);

    /// <summary>Pictures with different ink in different places, the same every time.</summary>
    public static byte[] Pixels(int images, int elements = 784)
    {
        var pixels = new byte[images * elements];
        new Random(1).NextBytes(pixels);
        for (var index = 0; index < pixels.Length; index++)
            pixels[index] = (index / 7 % 4) == (index / elements % 4) ? pixels[index] : (byte)0;
        return pixels;
    }

    public static byte[] Idx(byte[] pixels, int height = 28, int width = 28)
    {
        var file = new byte[16 + pixels.Length];
        file[2] = 0x08;
        file[3] = 3;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), pixels.Length / (height * width));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), height);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), width);
        pixels.CopyTo(file, 16);
        return file;
    }

    public static byte[] IdxLabels(int count) => [0, 0, 8, 1, 0, 0, 0, (byte)count, .. new byte[count]];

    /// <summary>What the model answers for these pixels, from the runtime alone.</summary>
    public static int[] Expected(byte[] pixels, string model = "tiny")
    {
        using var loaded = Load(model);
        using var lane = loaded.OpenLane(1);
        var images = Images.FromBytes(pixels, loaded.Image.Elements);
        return [.. Enumerable.Range(0, images.Count).Select(index =>
        {
            images.WriteTo(lane, loaded.InputType, index, 1);
            return Scores.Argmax(lane.Run());
        })];
    }
}
