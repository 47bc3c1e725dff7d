namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>The values of <c>Network.Type</c>.</summary>
internal static class NetworkTypes
{
    private static readonly string[] Known = ["Default", "None", "Host", "HTTP", "Bridge"];

    /// <summary>The value as the server shows it: <c>full</c> is <c>Host</c>, and the case does not matter.</summary>
    public static string Normalize(string given) => given.Equals("full", StringComparison.OrdinalIgnoreCase)
        ? "Host"
        : Known.FirstOrDefault(name => name.Equals(given, StringComparison.OrdinalIgnoreCase))
            ?? throw ApiException.Unbindable($"models.Network: unknown type '{given}'");
}
