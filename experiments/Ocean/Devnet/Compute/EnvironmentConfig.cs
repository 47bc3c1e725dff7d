namespace Survey.Devnets.Ocean.Compute;

/// <summary>What the one compute environment of the devnet offers. Prices are tokens per unit and minute; RAM and disk are GB.</summary>
internal sealed record EnvironmentConfig
{
    public int Cpu { get; init; } = 2;

    public int Ram { get; init; } = 8;

    public int Disk { get; init; } = 10;

    public decimal CpuPrice { get; init; } = 1m;

    public decimal RamPrice { get; init; } = 0.5m;

    public int MinJobSeconds { get; init; } = 60;

    public int MaxJobSeconds { get; init; } = 3600;

    public int FreeCpu { get; init; } = 1;

    public int FreeRam { get; init; } = 2;

    public int FreeDisk { get; init; } = 2;

    public int FreeMinJobSeconds { get; init; } = 10;

    public int FreeMaxJobSeconds { get; init; } = 300;

    public int FreeMaxJobs { get; init; } = 3;

    public int StorageExpirySeconds { get; init; } = 604_800;

    /// <summary>Added to every lock, so that the node has time to claim.</summary>
    public int ClaimTimeoutSeconds { get; init; } = 3600;

    public static EnvironmentConfig From(DevnetSettings settings) => new()
    {
        Cpu = settings.Option("cpu", 2, 1, 1024),
        Ram = settings.Option("ram", 8, 1, 4096),
        FreeCpu = settings.Option("free-cpu", 1, 1, 1024),
        FreeRam = settings.Option("free-ram", 2, 1, 4096),
        FreeMaxJobs = settings.Option("free-jobs", 3, 1, 1024),
    };
}
