using System.Buffers.Binary;

namespace Survey.Experiments.Measuring;

/// <summary>Images of an IDX file: unsigned bytes, count x rows x columns (the format of MNIST, big-endian header of 16 bytes).</summary>
public sealed class IdxImages
{
    private const int HeaderBytes = 16;
    private const int UnsignedByteCube = 0x00000803;

    private readonly byte[] content;

    private IdxImages(byte[] content, int count, int rows, int columns) =>
        (this.content, Count, Rows, Columns) = (content, count, rows, columns);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>Rows of each.</summary>
    public int Rows { get; }

    /// <summary>Columns of each.</summary>
    public int Columns { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no IDX file of images, or it is cut short.</exception>
    public static IdxImages Read(string path)
    {
        var content = File.ReadAllBytes(path);
        if (content.Length < HeaderBytes || BinaryPrimitives.ReadInt32BigEndian(content) != UnsignedByteCube)
            throw new InvalidDataException($"'{path}' is no IDX file of images: its first four bytes should be 00 00 08 03.");
        var count = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4));
        var rows = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(8));
        var columns = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(12));
        var expected = HeaderBytes + ((Int128)count * rows * columns);
        return count < 0 || rows < 1 || columns < 1 || expected != content.Length
            ? throw new InvalidDataException($"'{path}' announces {count} images of {rows} x {columns}, which does not fit its {content.Length} bytes.")
            : new IdxImages(content, count, rows, columns);
    }

    /// <summary>The pixels of one image, 0 to 255, row by row.</summary>
    public ReadOnlySpan<byte> this[int index] => content.AsSpan(HeaderBytes + (index * Rows * Columns), Rows * Columns);
}
