using System.Text.Json.Nodes;

namespace Survey.Experiments.Ocean.Assets;

/// <summary>What an asset is for.</summary>
internal enum AssetRole
{
    /// <summary>The model's weights, sold.</summary>
    Model,

    /// <summary>The inputs, given away.</summary>
    Dataset,

    /// <summary>The worker, given away.</summary>
    Algorithm,
}

/// <summary>An asset to publish.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Name">Name of its NFT; unique, so that it is found again when the answer to its creation was lost.</param>
/// <param name="Description">One sentence.</param>
/// <param name="File">Its file object, encrypted before anybody else sees it.</param>
/// <param name="Price">Price of one use in tokens; 0 gives it away.</param>
/// <param name="TimeoutSeconds">How long an order is valid.</param>
/// <param name="Container">The container of an algorithm.</param>
/// <param name="Trusted">Entries of the list of trusted algorithms; never a wildcard.</param>
internal sealed record AssetDraft(
    AssetRole Role, string Name, string Description, JsonObject File, decimal Price, long TimeoutSeconds, JsonObject? Container, IReadOnlyList<TrustedAlgorithm> Trusted);

/// <summary>An algorithm that may run on an asset, pinned by the checksums of its file and its container.</summary>
internal sealed record TrustedAlgorithm(string Did, string FilesChecksum, string ContainerChecksum, string ServiceId)
{
    public JsonObject ToJson() => new()
    {
        ["did"] = Did,
        ["filesChecksum"] = FilesChecksum,
        ["containerSectionChecksum"] = ContainerChecksum,
        ["serviceId"] = ServiceId,
    };
}

/// <summary>An asset that is on the chain and served by the node.</summary>
internal sealed record PublishedAsset(AssetRole Role, string Name, string Did, string Nft, string Datatoken, string ServiceId, string MetadataTransaction);
