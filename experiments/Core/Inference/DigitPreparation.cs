namespace Survey.Experiments.Inference;

/// <summary>Makes of any picture of one digit what MNIST's makers made of theirs.</summary>
/// <remarks>
/// "The original black and white images were size normalized to fit in a 20x20 pixel box while preserving their aspect ratio [...] the
/// images were centered in a 28x28 image by computing the center of mass of the pixels": http://yann.lecun.com/exdb/mnist/.
/// </remarks>
public static class DigitPreparation
{
    /// <summary>Width and height of the result.</summary>
    public const int Size = 28;

    private const int Box = 20;

    // Weaker than this share of the strongest ink is paper: grain, shadow, compression.
    private const float InkThreshold = 0.25f;

    /// <summary>Bright ink on black, 28x28, 0..1.</summary>
    /// <exception cref="InferenceException">There is no ink on it.</exception>
    public static float[] Prepare(GreyPicture picture)
    {
        var ink = ToInk(picture);
        var (left, top, width, height) = Bounds(ink);
        var scale = (double)Box / Math.Max(width, height);
        var scaled = Scale(ink, left, top, width, height, Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
        return Centre(scaled);
    }

    /// <summary>Distance from the paper, whose brightness the border shows: so it does not matter which of the two is the bright one.</summary>
    private static GreyPicture ToInk(GreyPicture picture)
    {
        var paper = MedianOfBorder(picture);
        var ink = Array.ConvertAll(picture.Values, value => Math.Abs(value - paper));
        var strongest = ink.Max();
        if (strongest < 0.1f)
            throw new InferenceException("The picture is all of one brightness; there is no digit on it.");
        return picture with { Values = Array.ConvertAll(ink, value => value < strongest * InkThreshold ? 0 : value / strongest) };
    }

    private static float MedianOfBorder(GreyPicture picture)
    {
        var border = Enumerable.Range(0, picture.Width).SelectMany(column => new[] { picture[column, 0], picture[column, picture.Height - 1] })
            .Concat(Enumerable.Range(0, picture.Height).SelectMany(row => new[] { picture[0, row], picture[picture.Width - 1, row] }))
            .Order().ToArray();
        return border[border.Length / 2];
    }

    private static (int Left, int Top, int Width, int Height) Bounds(GreyPicture ink)
    {
        int left = ink.Width, top = ink.Height, right = 0, bottom = 0;
        for (var row = 0; row < ink.Height; row++)
        {
            for (var column = 0; column < ink.Width; column++)
            {
                if (ink[column, row] == 0)
                    continue;
                (left, right) = (Math.Min(left, column), Math.Max(right, column));
                (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
            }
        }

        return (left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>Every new pixel is the mean of the area it covers.</summary>
    private static GreyPicture Scale(GreyPicture ink, int left, int top, int width, int height, int newWidth, int newHeight)
    {
        var values = new float[newWidth * newHeight];
        for (var row = 0; row < newHeight; row++)
        {
            for (var column = 0; column < newWidth; column++)
            {
                values[(row * newWidth) + column] = Mean(
                    ink,
                    left + ((double)column * width / newWidth), left + ((column + 1.0) * width / newWidth),
                    top + ((double)row * height / newHeight), top + ((row + 1.0) * height / newHeight));
            }
        }

        return new(newWidth, newHeight, values);
    }

    private static float Mean(GreyPicture ink, double left, double right, double top, double bottom)
    {
        double sum = 0;
        for (var row = (int)top; row < Math.Min(ink.Height, Math.Ceiling(bottom)); row++)
        {
            var rowShare = Math.Min(bottom, row + 1) - Math.Max(top, row);
            for (var column = (int)left; column < Math.Min(ink.Width, Math.Ceiling(right)); column++)
                sum += ink[column, row] * rowShare * (Math.Min(right, column + 1) - Math.Max(left, column));
        }

        return (float)(sum / ((right - left) * (bottom - top)));
    }

    private static float[] Centre(GreyPicture digit)
    {
        double mass = 0, horizontal = 0, vertical = 0;
        for (var row = 0; row < digit.Height; row++)
        {
            for (var column = 0; column < digit.Width; column++)
            {
                mass += digit[column, row];
                horizontal += digit[column, row] * (column + 0.5);
                vertical += digit[column, row] * (row + 0.5);
            }
        }

        // A digit with all its mass at one end must not leave the frame.
        var left = Math.Clamp((int)Math.Round((Size / 2.0) - (horizontal / mass)), 0, Size - digit.Width);
        var top = Math.Clamp((int)Math.Round((Size / 2.0) - (vertical / mass)), 0, Size - digit.Height);
        var strongest = digit.Values.Max();
        var result = new float[Size * Size];
        for (var row = 0; row < digit.Height; row++)
        {
            for (var column = 0; column < digit.Width; column++)
                result[((top + row) * Size) + left + column] = digit[column, row] / strongest;
        }

        return result;
    }
}
