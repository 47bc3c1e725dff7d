namespace Survey.Models.Data;

/// <summary>Grey images with their classes.</summary>
/// <param name="Pixels">One byte per pixel, 0 to 255, image after image, row after row.</param>
/// <param name="Labels">One class per image; empty when the dataset has none.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
public sealed record LabelledImages(byte[] Pixels, byte[] Labels, int Height, int Width)
{
    /// <summary>Pixels of one image.</summary>
    public int Size => Height * Width;

    /// <summary>Images.</summary>
    public int Count => Pixels.Length / Size;

    /// <summary>The pixels of one image.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * Size, Size);
}
