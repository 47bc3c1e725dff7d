using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>What the worker took from its input, and what it left and why.</summary>
internal sealed record InputSelection(IInputFormat Format, IReadOnlyList<InputFile> Used, IReadOnlyList<string> Ignored)
{
    /// <summary>The images in the shape that the model takes.</summary>
    public Images ImagesOf(ImageShape image) => Images.Concatenate([.. Used.Select(file => Format.Read(file, image))], image.Elements);
}
