using System.Numerics;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>What a job costs: price times amount for each begun minute.</summary>
internal static class Pricing
{
    private static readonly BigInteger Wei = BigInteger.Pow(10, 18);

    public static decimal Tokens(EnvironmentConfig config, IReadOnlyDictionary<string, int> resources, double seconds) =>
        ((resources.GetValueOrDefault("cpu") * config.CpuPrice) + (resources.GetValueOrDefault("ram") * config.RamPrice)) * (decimal)Math.Ceiling(seconds / 60);

    public static BigInteger ToWei(decimal tokens) => new BigInteger(tokens * 1_000_000m) * (Wei / 1_000_000);

    /// <summary>What a finished job is billed: its running time, at least the environment's least and at most what was asked for.</summary>
    public static decimal Bill(EnvironmentConfig config, ComputeJob job)
    {
        if (job.AlgorithmStart is not { } start)
            return 0m; // Never ran.
        var ran = ((job.AlgorithmStop ?? job.Finished ?? start) - start) + ((job.BuildStop - job.BuildStart) ?? TimeSpan.Zero);
        return Tokens(config, job.Request.Resources, Math.Clamp(ran.TotalSeconds, config.MinJobSeconds, Math.Max(config.MinJobSeconds, job.Request.MaxSeconds)));
    }
}
