using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Survey.Worker.Serving;

/// <summary>A request body in one piece, in rented memory.</summary>
internal sealed class PooledBody : IDisposable
{
    private byte[] buffer;

    private PooledBody(int capacity) => buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Content => buffer.AsMemory(0, Length);

    /// <summary>Reads to the end; a body that announces more than the limit is refused at once, one that grows beyond it when it does.</summary>
    public static async ValueTask<PooledBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        RefuseBeyond(limit, request.ContentLength ?? 0);
        var body = new PooledBody((int)(request.ContentLength ?? 4096));
        try
        {
            while (true)
            {
                var result = await request.BodyReader.ReadAsync(cancellationToken);
                RefuseBeyond(limit, body.Length + result.Buffer.Length);
                body.Append(result.Buffer);
                request.BodyReader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return body;
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private static void RefuseBeyond(int limit, long length)
    {
        if (length > limit)
            throw new ProtocolException(StatusCodes.Status413PayloadTooLarge, $"The request body is larger than the limit of {limit} bytes.");
    }

    private void Append(ReadOnlySequence<byte> part)
    {
        var length = Length + (int)part.Length;
        if (length > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, buffer.Length * 2));
            Content.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        part.CopyTo(buffer.AsSpan(Length));
        Length = length;
    }
}
