using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>What all formats with floating-point pixels check.</summary>
internal static class FloatPixels
{
    public static Images ToImages(InputFile file, float[] pixels, ImageShape image)
    {
        if (pixels.Length == 0 || pixels.Length % image.Elements != 0)
            throw file.Refuse($"holds {pixels.Length} numbers, which is no multiple of the {image.Elements} that an image of {image} has.");
        var wrong = Array.FindIndex(pixels, pixel => !float.IsFinite(pixel));
        if (wrong >= 0)
            throw file.Refuse($"holds {(float.IsNaN(pixels[wrong]) ? "NaN" : "infinity")} at pixel {wrong % image.Elements} of image {wrong / image.Elements}; every pixel must be a finite number.");
        return Images.FromFloats(pixels, image.Elements);
    }
}
