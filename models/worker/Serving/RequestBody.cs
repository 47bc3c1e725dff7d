using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Survey.Worker.Serving;

/// <summary>A request body in one piece: where the server received it, or in rented memory when it came in several.</summary>
internal sealed class RequestBody : IDisposable
{
    private readonly PipeReader reader;
    private byte[] rented = [];
    private ReadOnlySequence<byte>? received;

    private RequestBody(PipeReader reader) => this.reader = reader;

    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <summary>Reads to the end, or to the end of the connection, which throws; a body that announces more than the limit is refused at once, one that grows beyond it when it does.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit)
    {
        RefuseBeyond(limit, request.ContentLength ?? 0);
        var body = new RequestBody(request.BodyReader);
        try
        {
            while (true)
            {
                var result = await body.reader.ReadAsync();
                RefuseBeyond(limit, body.Content.Length + result.Buffer.Length);
                if (result.IsCompleted && result.Buffer.IsSingleSegment && body.Content.IsEmpty)
                {
                    body.received = result.Buffer;
                    body.Content = result.Buffer.First;
                    return body;
                }

                body.Append(result.Buffer, (int)(request.ContentLength ?? 0));
                body.reader.AdvanceTo(result.Buffer.End);
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
        if (received is { } buffer)
            reader.AdvanceTo(buffer.End);
        if (rented.Length > 0)
            ArrayPool<byte>.Shared.Return(rented);
        (received, rented, Content) = (null, [], default);
    }

    private static void RefuseBeyond(int limit, long length)
    {
        if (length > limit)
            throw new ProtocolException(StatusCodes.Status413PayloadTooLarge, $"The request body is larger than the limit of {limit} bytes.");
    }

    private void Append(ReadOnlySequence<byte> part, int announced)
    {
        var length = Content.Length + (int)part.Length;
        if (length > rented.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(announced, Math.Max(length, rented.Length * 2)));
            Content.CopyTo(larger);
            if (rented.Length > 0)
                ArrayPool<byte>.Shared.Return(rented);
            rented = larger;
        }

        part.CopyTo(rented.AsSpan(Content.Length));
        Content = rented.AsMemory(0, length);
    }
}
