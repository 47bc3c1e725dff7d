namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>The values of <c>Network.Type</c>.</summary>
internal static class NetworkTypes
{
    private static readonly string[] Known = ["Default", "None", "Host", "Full", "HTTP", "Bridge"];

    /// <summary>The value as the server shows it: the case does not matter.</summary>
    public static string Normalize(string given) => Known.FirstOrDefault(name => name.Equals(given, StringComparison.OrdinalIgnoreCase))
        ?? throw ApiException.Unbindable($"models.Network: unknown type '{given}'");

    /// <summary>Whether the container shares the node's network: <c>Full</c> is an older word for <c>Host</c>.</summary>
    public static bool IsHost(string type) => type is "Host" or "Full";
}
