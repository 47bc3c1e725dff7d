using System.Runtime.InteropServices;

namespace Survey.Worker.Serving;

/// <summary>Memory for the numbers of a request, kept from one request to the next and growing up to a limit.</summary>
internal sealed class FloatBuffer(int expected, int limit)
{
    private float[] values = new float[expected];

    public int Count { get; private set; }

    public ReadOnlyMemory<float> Values => values.AsMemory(0, Count);

    public Span<float> Written => values.AsSpan(0, Count);

    public void Add(float value)
    {
        if (Count == values.Length)
            Grow(Count + 1);
        values[Count++] = value;
    }

    /// <summary>Adds little-endian float32 values as they stand in a binary tensor.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        var added = MemoryMarshal.Cast<byte, float>(bytes);
        if (Count + added.Length > values.Length)
            Grow(Count + added.Length);
        added.CopyTo(values.AsSpan(Count));
        Count += added.Length;
    }

    /// <summary>Empties it, and lets go of memory that only a large request needed.</summary>
    public void Clear()
    {
        Count = 0;
        if (values.Length > expected)
            values = new float[expected];
    }

    private void Grow(int needed)
    {
        if (needed > limit)
            throw new ProtocolException(400, $"The request holds more than {limit} numbers; send fewer images at once.");
        Array.Resize(ref values, Math.Min(limit, Math.Max(needed, values.Length * 2)));
    }
}
