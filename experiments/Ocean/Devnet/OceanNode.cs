using Survey.Devnets.Ocean.Assets;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Compute;
using Survey.Devnets.Ocean.Storage;
using Survey.Experiments.Ocean.Chain;

namespace Survey.Devnets.Ocean;

/// <summary>The parts of the node that its routes need.</summary>
internal sealed record OceanNode
{
    public required EthereumChain Chain { get; init; }

    public required OceanAddresses Addresses { get; init; }

    public required NodeKey Key { get; init; }

    public required NonceStore Nonces { get; init; }

    public required TokenStore Tokens { get; init; }

    public required Authenticator Authenticator { get; init; }

    public required AssetStore Assets { get; init; }

    public required MetadataOpener Opener { get; init; }

    public required Indexer Indexer { get; init; }

    public required FileObjects Files { get; init; }

    public required Buckets Buckets { get; init; }

    public required ComputeEnvironment Environment { get; init; }

    public required AssetAccess Access { get; init; }

    public required EscrowAccount Escrow { get; init; }

    public required Images Images { get; init; }

    public required JobEngine Engine { get; init; }

    public required OceanSwitches Switches { get; init; }

    public required FaultInjector Faults { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The public id of the node; the real one derives it from its key for the peer-to-peer network.</summary>
    public string NodeId => $"survey-devnet-{Key.Address}";
}
