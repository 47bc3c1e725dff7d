namespace Survey.Worker.Inference;

/// <summary>The one image a model takes, without the batch dimension.</summary>
internal sealed record ImageShape(int Channels, int Height, int Width, bool ChannelsFirst)
{
    public int Elements => Channels * Height * Width;

    /// <summary>Reads the shape from the dimensions behind the batch: [1,28,28], [28,28,1], [28,28] and [784] all mean the same picture.</summary>
    public static ImageShape FromDimensions(ReadOnlySpan<int> dimensions)
    {
        foreach (var dimension in dimensions)
        {
            if (dimension <= 0)
                throw new WorkerException(ExitCode.BadModel, "The model's input has no fixed image size; only the batch dimension may be dynamic.");
        }

        switch (dimensions)
        {
            case [var pixels] when (int)Math.Sqrt(pixels) is var side && side * side == pixels:
                return new(1, side, side, true);
            case [var height, var width]:
                return new(1, height, width, true);
            case [1 or 3 or 4, var height, var width]:
                return new(dimensions[0], height, width, true);
            case [var height, var width, 1 or 3 or 4]:
                return new(dimensions[2], height, width, false);
            default:
                throw new WorkerException(ExitCode.BadModel, $"The model's input [N,{string.Join(',', dimensions.ToArray())}] is not one image; expected for example [N,1,28,28].");
        }
    }

    public override string ToString() => Channels == 1 ? $"{Height}x{Width}" : $"{Height}x{Width} with {Channels} channels";
}
