namespace Survey.Experiments.Inference;

/// <summary>A picture for a terminal: a character is about twice as high as wide, so each shows two pixels, one above the other.</summary>
public static class HalfBlocks
{
    /// <summary>The character whose foreground is the upper and whose background is the lower pixel.</summary>
    public const char Character = '\u2580';

    /// <summary>The rows of characters.</summary>
    /// <param name="pixels">Brightness 0..1, row by row.</param>
    /// <param name="width">Pixels per row.</param>
    public static IReadOnlyList<IReadOnlyList<HalfBlock>> Of(IReadOnlyList<float> pixels, int width)
    {
        var height = pixels.Count / width;
        return
        [
            .. Enumerable.Range(0, (height + 1) / 2).Select(row => (IReadOnlyList<HalfBlock>)
            [
                .. Enumerable.Range(0, width).Select(column => new HalfBlock(Shade(column, row * 2), Shade(column, (row * 2) + 1))),
            ]),
        ];

        byte Shade(int column, int row) => row < height ? (byte)Math.Round(Math.Clamp(pixels[(row * width) + column], 0, 1) * 255) : (byte)0;
    }
}

/// <summary>Two pixels in one character.</summary>
/// <param name="Upper">Grey of the upper one, 0..255.</param>
/// <param name="Lower">Grey of the lower one, 0..255.</param>
public readonly record struct HalfBlock(byte Upper, byte Lower)
{
    private const string Shades = " \u2591\u2592\u2593\u2588";

    /// <summary>The two as one character, for places without colours: from a space for black to a full block for white.</summary>
    public char Shade => Shades[(int)Math.Round((Upper + Lower) / 510.0 * (Shades.Length - 1))];
}
