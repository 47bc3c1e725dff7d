using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>A file format that images come in.</summary>
internal interface IInputFormat
{
    string Name { get; }

    /// <summary>Whether a file of this name and these first bytes is one of this format.</summary>
    bool Recognises(string fileName, ReadOnlySpan<byte> start);

    Images Read(InputFile file, ImageShape image);
}
