using System.Buffers;

namespace Survey.Worker.Serving;

/// <summary>Rented memory for the numbers of a request, growing up to a limit.</summary>
internal sealed class FloatBuffer(int expected, int limit) : IDisposable
{
    private float[] values = ArrayPool<float>.Shared.Rent(expected);

    public int Count { get; private set; }

    public ReadOnlyMemory<float> Values => values.AsMemory(0, Count);

    public Span<float> Written => values.AsSpan(0, Count);

    public void Add(float value)
    {
        if (Count == values.Length)
            Grow();
        values[Count++] = value;
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(values);
        values = [];
        Count = 0;
    }

    private void Grow()
    {
        if (Count >= limit)
            throw new ProtocolException(400, $"The request holds more than {limit} numbers; send fewer images at once.");
        var larger = ArrayPool<float>.Shared.Rent(Math.Min(limit, values.Length * 2));
        values.CopyTo(larger, 0);
        ArrayPool<float>.Shared.Return(values);
        values = larger;
    }
}
