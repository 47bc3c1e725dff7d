namespace Survey.Experiments.Networks;

/// <summary>
/// Which network to talk to, as the journal keeps it: enough for Sweep to build the driver again without the YAML. Settings that are
/// secrets stand as <c>${NAME}</c> and are resolved from the environment only when the driver is created.
/// </summary>
/// <param name="Network">The network's name in the YAML.</param>
/// <param name="Driver">The driver's name: <c>docker</c>, <c>bacalhau</c>, <c>ocean</c>, <c>http</c>, <c>command</c>.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="Address">Base address, null where the driver has none (the local engine).</param>
/// <param name="Settings">The network's <c>settings</c> as JSON text, bound to <see cref="NetworkDriver.Settings"/>; secrets are <c>${NAME}</c>.</param>
public sealed record NetworkEndpoint(string Network, string Driver, Standing Standing, Uri? Address, string Settings)
{
    /// <summary>The devnet behind the address where it is not the driver's own; null otherwise.</summary>
    public string? Devnet { get; init; }
}
