using Survey.Devnets.Bacalhau;
using Survey.Devnets.Ocean;

namespace Survey.Devnets;

/// <summary>The devnets this program can host. A new one adds one line here.</summary>
public static class DevnetCatalog
{
    /// <summary>Every known devnet, by network.</summary>
    public static IReadOnlyDictionary<string, DevnetFactory> All { get; } = new DevnetFactory[]
    {
        BacalhauDevnetFactory.Instance,
        OceanDevnet.Factory,
    }.ToDictionary(factory => factory.Network, StringComparer.Ordinal);
}
