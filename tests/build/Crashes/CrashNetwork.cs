namespace Survey.Build.Tests.Crashes;

/// <summary>A network in the crash tests: what runs on it, and how the network itself is asked what is left.</summary>
/// <param name="Name">The network, as in the YAML.</param>
/// <param name="Batch">A batch experiment on it, as YAML.</param>
/// <param name="Service">An experiment that lasts until it is stopped, as YAML.</param>
/// <param name="Residue">Asks the network, not our journal: what still runs of a site's runs, a line each.</param>
internal sealed record CrashNetwork(string Name, string Batch, string Service, Func<CrashSite, Task<IReadOnlyList<string>>> Residue)
{
    // A job that waits for ever lasts as long as a service, which Ocean has none of.
    private const string OnOcean = "network: ocean, delivery: asset, limits: { budget: 10 OCEAN }";
    private const string Endless = "workload: { requests: 1000000 }";

    /// <summary>All of them. A new network adds a line here, and its tests below.</summary>
    public static IReadOnlyDictionary<string, CrashNetwork> All { get; } = new CrashNetwork[]
    {
        new("docker", "{ network: docker }", $"{{ network: docker, job: service, {Endless} }}", DockerResidue.FindAsync),
        new("bacalhau", "{ network: bacalhau, delivery: url }", $"{{ network: bacalhau, delivery: url, job: service, {Endless} }}", BacalhauResidue.FindAsync) { IsSlow = true },
        new("ocean", $"{{ {OnOcean} }}", $"{{ {OnOcean}, faults: {{ stuckWork: 1 }} }}", OceanResidue.FindAsync) { IsSlow = true, Prepare = QuickOceanDevnet.StartAsync },
    }.ToDictionary(network => network.Name);

    /// <summary>Whether a life on it takes so long that every step of the journal is left to the soak suite, and one of each kind is tried always.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Makes ready what takes too long many times over.</summary>
    public Func<CrashSite, Task> Prepare { get; init; } = _ => Task.CompletedTask;

    /// <summary>Name of the batch experiment.</summary>
    public string BatchName => $"{Name}-batch";

    /// <summary>Name of the endless one.</summary>
    public string ServiceName => $"{Name}-service";
}

/// <summary>Each network's tests are a class of their own, so that they run side by side.</summary>
public sealed class DockerCrashTests() : CrashTests("docker");

/// <inheritdoc cref="DockerCrashTests"/>
public sealed class BacalhauCrashTests() : CrashTests("bacalhau");

/// <inheritdoc cref="DockerCrashTests"/>
public sealed class OceanCrashTests() : CrashTests("ocean");
