using System.Net;
using System.Net.Sockets;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>Gives out ports of this machine: the one asked for when it is free, otherwise the next free one of the range.</summary>
internal sealed class PortAllocator(int first, int last)
{
    private readonly Lock gate = new();
    private readonly HashSet<int> taken = [];

    /// <summary>The port, or null when the one asked for is in use or the range is used up.</summary>
    public int? Take(int asked)
    {
        lock (gate)
        {
            var candidates = asked > 0 ? [asked] : Enumerable.Range(first, last - first + 1);
            foreach (var port in candidates)
            {
                if (!taken.Contains(port) && IsFree(port))
                {
                    taken.Add(port);
                    return port;
                }
            }

            return null;
        }
    }

    public void Return(IEnumerable<int> ports)
    {
        lock (gate)
            taken.ExceptWith(ports);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
