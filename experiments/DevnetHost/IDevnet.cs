namespace Survey.Devnets;

/// <summary>An embedded local network: the same wire protocol as the real one, on free loopback ports. Ends when disposed.</summary>
public interface IDevnet : IAsyncDisposable
{
    /// <summary>The network it stands in for, for example <c>bacalhau</c>.</summary>
    string Network { get; }

    /// <summary>Its addresses by name; <c>api</c> is the one a driver talks to.</summary>
    IReadOnlyDictionary<string, string> Endpoints { get; }

    /// <summary>What a reader of results must know: how work is isolated, and where the stand-in deviates from the real software.</summary>
    IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>When somebody last asked it for something, and whether work is still running.</summary>
    DevnetActivity Activity { get; }

    /// <summary>Done when somebody asked it, over its own endpoint, to stop.</summary>
    Task StopAsked { get; }

    /// <summary>The faults in force; may be replaced while it runs.</summary>
    FaultPlan Faults { get; set; }
}
