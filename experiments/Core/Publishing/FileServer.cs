using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Survey.Experiments.Publishing;

/// <summary>
/// Hands out a few files over HTTP/1.1 (GET, HEAD, single ranges) and nothing else: every path is registered, nothing is looked up in the
/// file system by name. Connections, heads and idle time are bounded.
/// </summary>
internal sealed class FileServer : IAsyncDisposable
{
    private const int MostConnections = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim places = new(MostConnections);
    private readonly TcpListener listener;
    private readonly TimeProvider time;
    private readonly Task accepting;
    private int disposed;

    private FileServer(TcpListener listener, TimeProvider time)
    {
        (this.listener, this.time) = (listener, time);
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Starts listening; port 0 takes a free one.</summary>
    public static FileServer Start(IPEndPoint bind, TimeProvider time)
    {
        var listener = new TcpListener(bind);
        listener.Start();
        return new FileServer(listener, time);
    }

    /// <summary>Makes a file readable under a path.</summary>
    public void Add(string path, string file) => files[path] = file;

    /// <summary>Takes it back.</summary>
    public void Remove(string path) => files.TryRemove(path, out _);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        for (var place = 0; place < MostConnections; place++)
            await places.WaitAsync();
        listener.Dispose();
        places.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await places.WaitAsync(stop.Token);
                var client = await AcceptOneAsync();
                _ = ServeAsync(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<TcpClient?> AcceptOneAsync()
    {
        try
        {
            return await listener.AcceptTcpClientAsync(stop.Token);
        }
        catch (SocketException)
        {
            // That caller is gone before it was served; the next one comes in the next round.
            return null;
        }
        catch (OperationCanceledException)
        {
            places.Release();
            throw;
        }
    }

    private async Task ServeAsync(TcpClient? client)
    {
        try
        {
            if (client is null)
                return;
            using (client)
                await ServeAsync(client);
        }
        catch (Exception cause) when (cause is IOException or SocketException or OperationCanceledException)
        {
            // The caller went away, was too slow, or the server stops: its connection ends, which is all it can be told.
        }
        finally
        {
            places.Release();
        }

        async Task ServeAsync(TcpClient connection)
        {
            var stream = connection.GetStream();
            await using var reader = new BufferedStream(stream);
            var goesOn = true;
            while (goesOn)
            {
                using var patience = new CancellationTokenSource(Patience, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop.Token);
                if (await FileRequest.ReadAsync(reader, either.Token) is not { } request)
                    return;
                await AnswerAsync(stream, request, stop.Token);
                goesOn = request.KeepAlive;
            }
        }
    }

    private async Task AnswerAsync(Stream stream, FileRequest request, CancellationToken cancellationToken)
    {
        if (request.Method is not ("GET" or "HEAD"))
            await WriteHeadAsync(stream, "405 Method Not Allowed", request, 0, "Allow: GET, HEAD\r\n", cancellationToken);
        else if (!files.TryGetValue(request.Path, out var file))
            await WriteHeadAsync(stream, "404 Not Found", request, 0, "", cancellationToken);
        else
            await SendAsync(stream, request, file, cancellationToken);
    }

    private static async Task SendAsync(Stream stream, FileRequest request, string file, CancellationToken cancellationToken)
    {
        await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        var length = content.Length;
        if (request.Range is { } range && range.Of(length) is null)
        {
            await WriteHeadAsync(stream, "416 Range Not Satisfiable", request, 0, $"Content-Range: bytes */{length}\r\n", cancellationToken);
            return;
        }

        var (offset, count) = request.Range?.Of(length) ?? (0, length);
        var status = request.Range is null ? "200 OK" : "206 Partial Content";
        var extra = request.Range is null ? "" : $"Content-Range: bytes {offset}-{offset + count - 1}/{length}\r\n";
        await WriteHeadAsync(stream, status, request, count, $"Accept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\n{extra}", cancellationToken);
        if (request.Method is "HEAD")
            return;
        content.Seek(offset, SeekOrigin.Begin);
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellationToken);
            if (read == 0)
                throw new IOException($"'{file}' became shorter while it was sent.");
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            count -= read;
        }
    }

    private static ValueTask WriteHeadAsync(Stream stream, string status, FileRequest request, long length, string extra, CancellationToken cancellationToken)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{extra}Connection: {(request.KeepAlive ? "keep-alive" : "close")}\r\n\r\n");
        return stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
    }
}
