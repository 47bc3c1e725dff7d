using Survey.Experiments.Running;

namespace Survey.Experiments.Networks;

/// <summary>How a driver is known to the program. One of these per driver, listed in <see cref="NetworkDrivers"/>.</summary>
public sealed record NetworkDriver
{
    /// <summary>The name used in YAML: <c>networks.x.driver</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for help and documentation.</summary>
    public required string Description { get; init; }

    /// <summary>The record behind <c>networks.x.settings</c>; bound strictly, so that a typo is an error with its line.</summary>
    public required Type Settings { get; init; }

    /// <summary>The record behind <c>experiments.x.options</c>.</summary>
    public required Type Options { get; init; }

    /// <summary>What the driver can do at best, known without touching the network. Plan refuses what is not in it.</summary>
    public required Capabilities Capabilities { get; init; }

    /// <summary>What can be done with a network's settings, bound to <see cref="Settings"/>; null where the settings change nothing.</summary>
    public Func<object, Capabilities>? Narrow { get; init; }

    /// <summary>Whether DevnetHost has a stand-in for it. Without one (docker, http, command) the endpoint itself is used.</summary>
    public required bool HasDevnet { get; init; }

    /// <summary>Options of that stand-in which follow from a network's settings, bound to <see cref="Settings"/>; null where none do.</summary>
    public Func<object, IReadOnlyDictionary<string, string>>? DevnetOptions { get; init; }

    /// <summary>What an experiment will create and what cannot work, for Plan. Looks at nothing but the values given; null says neither.</summary>
    public Func<PreviewRequest, DriverPreview>? Preview { get; init; }

    /// <summary>Creates the driver for one endpoint.</summary>
    public required Func<NetworkEndpoint, NetworkServices, INetwork> Create { get; init; }
}

/// <summary>What a driver gets handed in.</summary>
/// <param name="Http">A client without base address; the driver sets headers per request.</param>
/// <param name="Time">The only clock.</param>
/// <param name="Events">Where it reports progress.</param>
/// <param name="ResolveSecret">Turns <c>${NAME}</c> into its secret, or throws <see cref="NetworkException"/> naming the variable to set.</param>
/// <param name="Random">Seeded source for names and jitter.</param>
public sealed record NetworkServices(
    HttpClient Http,
    TimeProvider Time,
    IEventSink Events,
    Func<string, Secret> ResolveSecret,
    Random Random);
