using Survey.Experiments.Inference;

namespace Survey.Experiments.Tests.Inference;

/// <summary>Drawn pictures.</summary>
internal static class Pictures
{
    /// <summary>An upright bar off the middle, a third of the width and half of the height.</summary>
    public static GreyPicture Rectangle(int width, int height, bool darkInk)
    {
        var values = new float[width * height];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var ink = column >= width / 8 && column < (width / 8) + (width / 3) && row >= height / 4 && row < (height / 4) + (height / 2);
                values[(row * width) + column] = ink == darkInk ? 0 : 1;
            }
        }

        return new(width, height, values);
    }

    /// <summary>The same as an uncompressed bitmap file of 24 bits.</summary>
    public static byte[] Bitmap(GreyPicture picture)
    {
        var stride = ((picture.Width * 3) + 3) / 4 * 4;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        writer.Write(54 + (stride * picture.Height));
        writer.Write(0);
        writer.Write(54);
        writer.Write(40);
        writer.Write(picture.Width);
        writer.Write(picture.Height);
        writer.Write((short)1);
        writer.Write((short)24);
        writer.Write(new byte[24]);
        for (var row = picture.Height - 1; row >= 0; row--)
        {
            var line = new byte[stride];
            for (var column = 0; column < picture.Width; column++)
                line.AsSpan(column * 3, 3).Fill((byte)(picture[column, row] * 255));
            writer.Write(line);
        }

        return stream.ToArray();
    }
}
