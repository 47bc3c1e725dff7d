using System.Net;
using System.Text.RegularExpressions;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>What the server checks of a task's network, in its own words.</summary>
internal static class NetworkValidator
{
    private const int LastPrivilegedPort = 1023;
    private const int LastPort = 65535;

    public static string? Problem(NetworkConfig network) =>
        string.Join('\n', Problems(network)) is { Length: > 0 } text ? text : null;

    private static IEnumerable<string> Problems(NetworkConfig network)
    {
        if (network.Domains is { Count: > 0 } domains)
        {
            if (network.Type != "HTTP")
                yield return "domains can only be set for HTTP network mode";
            foreach (var domain in domains.Where(domain => !Regex.IsMatch(domain, @"^\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.?$")))
                yield return $"invalid domain \"{domain}\"";
        }

        var ports = network.Ports ?? [];
        if (ports.Count == 0)
            yield break;
        if (network.Type != "Bridge" && !NetworkTypes.IsHost(network.Type))
        {
            yield return "ports can only be set for Host or Bridge network modes";
            yield break;
        }

        foreach (var problem in ports.Select(port => Problem(port, network.Type)).Concat(Duplicates(ports)))
        {
            if (problem is not null)
                yield return problem;
        }
    }

    private static string? Problem(PortMapping port, string network)
    {
        if (string.IsNullOrWhiteSpace(port.Name))
            return "port mapping name is required";
        if (!Regex.IsMatch(port.Name, "^[A-Za-z_][A-Za-z0-9_]*$"))
            return "port name must be a valid environment variable name: start with letter/underscore and contain only letters, numbers, and underscores";
        if (port.Static is > 0 and <= LastPrivilegedPort)
            return $"static port {port.Static} is in privileged port range (1-{LastPrivilegedPort})";
        if (port.Static > LastPort)
            return $"static port {port.Static} is above maximum valid port {LastPort}";
        if (port.Static < 0)
            return $"invalid static port {port.Static}";
        if (port.Target != 0 && NetworkTypes.IsHost(network))
            return "target ports cannot be set for Host network mode";
        if (port.Target is < 0 or > LastPort)
            return $"invalid target port {port.Target}";
        return port.HostNetwork is { Length: > 0 } address && !IPAddress.TryParse(address, out _)
            ? $"invalid host network IP address: {address}"
            : null;
    }

    private static IEnumerable<string> Duplicates(IReadOnlyList<PortMapping> ports)
    {
        foreach (var name in Repeated(ports.Select(port => port.Name)))
            yield return $"duplicate port mapping name \"{name}\"";
        foreach (var number in Repeated(ports.Select(port => $"{port.Static}")))
            yield return $"duplicate port mapping static port {number}";
        foreach (var number in Repeated(ports.Select(port => $"{port.Target}")))
            yield return $"duplicate port mapping target port {number}";
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> values) =>
        values.Where(value => value is not ("" or "0")).GroupBy(value => value).Where(group => group.Count() > 1).Select(group => group.Key);
}
