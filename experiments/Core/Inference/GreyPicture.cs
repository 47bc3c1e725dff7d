using StbImageSharp;

namespace Survey.Experiments.Inference;

/// <summary>A picture in shades of grey, 0 black to 1 white, row by row.</summary>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Values">Brightness.</param>
public sealed record GreyPicture(int Width, int Height, float[] Values)
{
    /// <summary>Pictures with more pixels are refused before they are unpacked.</summary>
    public const long MaximumPixels = 50_000_000;

    /// <summary>The brightness at a place.</summary>
    public float this[int column, int row] => Values[(row * Width) + column];

    /// <summary>Decodes PNG, JPEG, BMP, GIF or TGA; what is transparent is shown on white.</summary>
    /// <exception cref="InferenceException">It is no such picture, or too large.</exception>
    public static GreyPicture Decode(byte[] file)
    {
        // The decoder fills the missing rows of a bitmap with black.
        if (file.AsSpan().StartsWith("BM"u8) && (file.Length < 54 || BitConverter.ToUInt32(file, 2) > file.Length))
            throw new InferenceException("The bitmap is truncated; send the whole file.");
        using var stream = new MemoryStream(file);
        try
        {
            var info = ImageInfo.FromStream(stream) ?? throw new InferenceException("The file is no picture; send PNG, JPEG or BMP.");
            if ((long)info.Width * info.Height > MaximumPixels)
                throw new InferenceException($"The picture has {info.Width}x{info.Height} pixels; at most {MaximumPixels:N0} are read.");
            stream.Position = 0;
            var image = ImageResult.FromStream(stream, ColorComponents.RedGreenBlueAlpha);
            return new(image.Width, image.Height, ToGrey(image.Data));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or IndexOutOfRangeException or ArgumentException or NullReferenceException or OverflowException)
        {
            throw new InferenceException($"The file cannot be read as a picture: {exception.Message}", exception);
        }
    }

    /// <summary>Luma of ITU-R BT.601 over white.</summary>
    private static float[] ToGrey(byte[] pixels)
    {
        var grey = new float[pixels.Length / 4];
        for (var index = 0; index < grey.Length; index++)
        {
            var pixel = pixels.AsSpan(index * 4, 4);
            var luma = ((0.299f * pixel[0]) + (0.587f * pixel[1]) + (0.114f * pixel[2])) / 255f;
            var alpha = pixel[3] / 255f;
            grey[index] = (luma * alpha) + (1 - alpha);
        }

        return grey;
    }
}
