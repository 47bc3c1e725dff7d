using System.Buffers.Binary;
using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>IDX as MNIST comes: two zero bytes, element type, rank, big-endian sizes, data. See http://yann.lecun.com/exdb/mnist/.</summary>
internal sealed class IdxFormat : IInputFormat
{
    private const byte UnsignedByte = 0x08;

    public string Name => "idx";

    public bool Recognises(string fileName, ReadOnlySpan<byte> start) =>
        start is [0, 0, UnsignedByte, > 0 and <= 4, ..] || fileName.EndsWith("-ubyte", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".idx", StringComparison.OrdinalIgnoreCase);

    /// <summary>One number per entry instead of a picture: the labels that lie beside the images.</summary>
    public static bool IsLabels(string fileName, ReadOnlySpan<byte> start) =>
        start is [0, 0, UnsignedByte, 1, ..] || fileName.Contains("labels", StringComparison.OrdinalIgnoreCase);

    public Images Read(InputFile file, ImageShape image)
    {
        var content = file.Content.AsSpan();
        if (content is not [0, 0, UnsignedByte, var rank, ..] || rank < 2 || content.Length < 4 + (4 * rank))
            throw file.Refuse("is not an IDX file of images: expected 00 00 08 03 and three sizes at its start.");
        var sizes = new long[rank];
        for (var index = 0; index < rank; index++)
            sizes[index] = BinaryPrimitives.ReadUInt32BigEndian(content[(4 + (4 * index))..]);

        var perImage = sizes.Skip(1).Aggregate(1L, (product, size) => product > int.MaxValue ? product : product * size);
        if (perImage != image.Elements)
            throw file.Refuse($"holds images of {string.Join('x', sizes.Skip(1))}, the model wants {image}.");
        var header = 4 + (4 * rank);
        var expected = header + (sizes[0] * perImage);
        if (content.Length != expected)
            throw file.Refuse($"is {(content.Length < expected ? "truncated" : "longer than it says")}: {sizes[0]} images need {expected} bytes, it has {content.Length}.");
        return Images.FromBytes(file.Content.AsMemory(header), image.Elements);
    }
}
