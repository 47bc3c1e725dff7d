using System.Net;
using System.Net.Sockets;

namespace Survey.Experiments.Networks;

/// <summary>Ports of this machine.</summary>
public static class FreePort
{
    /// <summary>A loopback port that nobody listens on at this moment.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
