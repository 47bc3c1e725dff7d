using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>What a run gets handed in: everything that reaches outside.</summary>
public sealed record RunServices
{
    /// <summary>The artifacts folder.</summary>
    public required ArtifactFolder Artifacts { get; init; }

    /// <summary>The only clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where progress is shown.</summary>
    public IEventSink Events { get; init; } = NullEventSink.Instance;

    /// <summary>A client without base address.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>Reads secrets from the environment and knows which were read.</summary>
    public SecretRedactor Secrets { get; init; } = new();

    /// <summary>For names and jitter.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>The drivers by name.</summary>
    public IReadOnlyDictionary<string, NetworkDriver> Drivers { get; init; } = NetworkDrivers.All;

    /// <summary>Where model, inputs and worker of an experiment are.</summary>
    public required IRunInputs Inputs { get; init; }

    /// <summary>Starts embedded networks.</summary>
    public required IDevnets Devnets { get; init; }
}
