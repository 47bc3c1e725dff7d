namespace Survey.Experiments.Networks;

/// <summary>Where a run was made.</summary>
public enum Standing
{
    /// <summary>On the embedded local stand-in: emulated, says nothing about the network.</summary>
    Devnet,

    /// <summary>On the real software, self-hosted.</summary>
    Node,

    /// <summary>On a public network.</summary>
    Network,
}
