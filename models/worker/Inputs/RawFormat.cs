using System.Runtime.InteropServices;
using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>Pixels and nothing else: one byte each (.raw, .bin, .u8) or a little-endian float32 each (.f32).</summary>
internal sealed class RawFormat : IInputFormat
{
    public string Name => "raw";

    public bool Recognises(string fileName, ReadOnlySpan<byte> start) => Path.GetExtension(fileName).ToLowerInvariant() is ".raw" or ".bin" or ".u8" or ".f32";

    public Images Read(InputFile file, ImageShape image)
    {
        if (file.Name.EndsWith(".f32", StringComparison.OrdinalIgnoreCase))
        {
            return file.Content.Length % sizeof(float) == 0
                ? FloatPixels.ToImages(file, MemoryMarshal.Cast<byte, float>(file.Content).ToArray(), image)
                : throw file.Refuse($"has {file.Content.Length} bytes, which is no whole number of float32 values.");
        }

        if (file.Content.Length == 0 || file.Content.Length % image.Elements != 0)
            throw file.Refuse($"has {file.Content.Length} bytes, which is no multiple of the {image.Elements} that an image of {image} has.");
        return Images.FromBytes(file.Content, image.Elements);
    }
}
