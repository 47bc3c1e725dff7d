using Survey.Experiments.Bacalhau;
using Survey.Experiments.Command;
using Survey.Experiments.Docker;
using Survey.Experiments.Http;
using Survey.Experiments.Ocean;

namespace Survey.Experiments.Networks;

/// <summary>All drivers, by name. A new protocol adds one line here.</summary>
public static class NetworkDrivers
{
    /// <summary>Every known driver.</summary>
    public static IReadOnlyDictionary<string, NetworkDriver> All { get; } = new[]
    {
        BacalhauDriver.Registration,
        CommandDriver.Registration,
        DockerDriver.Registration,
        HttpDriver.Registration,
        OceanDriver.Registration,
    }.ToDictionary(driver => driver.Name, StringComparer.Ordinal);
}
