namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>A devnet that deviates wherever version 3.2.0 does, with the environment of the recordings.</summary>
public class ConformanceFixture : OceanFixture
{
    /// <summary>The registry of the recordings, as host and port: here one that knows no image, because the devnet has them as folders.</summary>
    internal virtual string Registry => $"localhost:{Files.Port}";

    private protected override IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string>
    {
        ["claim"] = "3600000",
        ["v3.2.0"] = "true",
        ["tick"] = "150",
        ["cpu"] = "2",
        ["ram"] = "8",
        ["free-cpu"] = "1",
        ["free-ram"] = "2",
        ["free-jobs"] = "3",
    };
}
