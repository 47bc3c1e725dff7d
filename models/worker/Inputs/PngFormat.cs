using StbImageSharp;
using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>A picture of exactly the model's size, bright ink on black as MNIST has it; turning other pictures into that is the client's work.</summary>
internal sealed class PngFormat : IInputFormat
{
    public string Name => "png";

    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    public bool Recognises(string fileName, ReadOnlySpan<byte> start) => start.StartsWith(Magic) || fileName.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    public Images Read(InputFile file, ImageShape image)
    {
        using var stream = new MemoryStream(file.Content);

        // The size first: a few bytes can claim a picture of gigabytes.
        var info = ImageInfo.FromStream(stream) ?? throw file.Refuse("is not a readable PNG picture.");
        if (info.Height != image.Height || info.Width != image.Width)
            throw file.Refuse($"is a picture of {info.Height}x{info.Width}, the model wants {image}.");
        stream.Position = 0;
        return Images.FromBytes(Arrange(Decode(file, stream, image).Data, image), image.Elements);
    }

    private static ImageResult Decode(InputFile file, Stream stream, ImageShape image)
    {
        var components = image.Channels switch
        {
            1 => ColorComponents.Grey,
            3 => ColorComponents.RedGreenBlue,
            _ => ColorComponents.RedGreenBlueAlpha,
        };
        try
        {
            return ImageResult.FromStream(stream, components);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or IndexOutOfRangeException or ArgumentException)
        {
            throw new WorkerException(ExitCode.BadInput, $"'{file.Name}' is not a readable PNG picture: {exception.Message}", exception);
        }
    }

    /// <summary>Pictures come pixel by pixel; a model with the channels first wants plane by plane.</summary>
    internal static byte[] Arrange(byte[] pixels, ImageShape image)
    {
        if (image.Channels == 1 || !image.ChannelsFirst)
            return pixels;
        var planes = new byte[pixels.Length];
        var area = image.Height * image.Width;
        for (var index = 0; index < pixels.Length; index++)
            planes[(index % image.Channels * area) + (index / image.Channels)] = pixels[index];
        return planes;
    }
}
