using System.Net;
using System.Net.Sockets;

namespace Survey.Worker.Tests.Networks;

/// <summary>Stands between a client and the local engine, and can be gone from one moment to the next.</summary>
internal sealed class EngineProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> sockets = [];
    private bool isCut;

    public EngineProxy()
    {
        listener.Start();
        Address = new Uri($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Closes every connection and takes no new one.</summary>
    public void Cut()
    {
        lock (sockets)
        {
            isCut = true;
            listener.Stop();
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    public void Dispose() => Cut();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                lock (sockets)
                {
                    sockets.AddRange([client, engine]);
                    if (isCut)
                        sockets.ForEach(socket => socket.Dispose());
                }

                await engine.ConnectAsync(new UnixDomainSocketEndPoint("/var/run/docker.sock"));
                _ = CopyAsync(client, engine);
                _ = CopyAsync(engine, client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut, or the other side closed.
        }
    }
}
