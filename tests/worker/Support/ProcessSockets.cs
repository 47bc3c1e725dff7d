using System.Globalization;

namespace Survey.Worker.Tests.Support;

/// <summary>The internet sockets that a process holds, from /proc.</summary>
internal static class ProcessSockets
{
    public static IReadOnlyList<(string Protocol, int LocalPort, string Remote)> Of(int processId)
    {
        var own = Directory.GetFiles($"/proc/{processId}/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(target => target!["socket:[".Length..^1])
            .ToHashSet();
        return [.. new[] { "tcp", "tcp6", "udp", "udp6" }.SelectMany(protocol => Table(processId, protocol).Where(row => own.Contains(row[9])).Select(row => (protocol, Port(row[1]), row[2])))];
    }

    private static IEnumerable<string[]> Table(int processId, string protocol) =>
        File.ReadLines($"/proc/{processId}/net/{protocol}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static int Port(string address) => int.Parse(address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
