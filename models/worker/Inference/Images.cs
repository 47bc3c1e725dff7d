using Microsoft.ML.OnnxRuntime.Tensors;

namespace Survey.Worker.Inference;

/// <summary>Images as they arrived: pixels of 0..255 in bytes, or of 0..1 in floats.</summary>
internal sealed class Images
{
    private static readonly float[] UnitOfByte = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly ReadOnlyMemory<float> floats;
    private readonly int elements;

    private Images(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<float> floats, int elements)
    {
        (this.bytes, this.floats, this.elements) = (bytes, floats, elements);
        Count = (bytes.Length + floats.Length) / elements;
    }

    public int Count { get; }

    private bool AreFloats => !floats.IsEmpty;

    public static Images FromBytes(ReadOnlyMemory<byte> pixels, int elements) => new(pixels, default, elements);

    public static Images FromFloats(ReadOnlyMemory<float> pixels, int elements) => new(default, pixels, elements);

    public static Images Concatenate(IReadOnlyList<Images> parts, int elements)
    {
        if (parts is [var only])
            return only;
        if (parts.All(part => !part.AreFloats))
            return FromBytes(parts.SelectMany(part => part.bytes.ToArray()).ToArray(), elements);
        var pixels = new float[parts.Sum(part => part.Count) * elements];
        var position = 0;
        foreach (var part in parts)
        {
            part.WriteUnits(0, part.Count, pixels.AsSpan(position));
            position += part.Count * elements;
        }

        return FromFloats(pixels, elements);
    }

    public Images Slice(int first, int count) => AreFloats
        ? FromFloats(floats.Slice(first * elements, count * elements), elements)
        : FromBytes(bytes.Slice(first * elements, count * elements), elements);

    /// <summary>Puts images into a lane as the model wants them; the rest of the lane's batch becomes zeros.</summary>
    public void WriteTo(InferenceLane lane, TensorElementType inputType, int first, int count)
    {
        if (inputType == TensorElementType.UInt8)
        {
            if (AreFloats)
                throw new WorkerException(ExitCode.BadInput, "The model takes uint8 pixels; floats cannot be turned into them without loss.");
            bytes.Span.Slice(first * elements, count * elements).CopyTo(lane.ByteInput);
            lane.ByteInput[(count * elements)..].Clear();
            return;
        }

        var target = lane.FloatInput;
        WriteUnits(first, count, target);
        target[(count * elements)..].Clear();
    }

    private void WriteUnits(int first, int count, Span<float> target)
    {
        if (AreFloats)
        {
            floats.Span.Slice(first * elements, count * elements).CopyTo(target);
            return;
        }

        // A table instead of a multiplication: every byte becomes the float nearest to value/255, as clients compute it.
        var units = UnitOfByte.AsSpan();
        var source = bytes.Span.Slice(first * elements, count * elements);
        for (var index = 0; index < source.Length; index++)
            target[index] = units[source[index]];
    }
}
