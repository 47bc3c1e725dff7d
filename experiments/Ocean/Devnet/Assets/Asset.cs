using System.Text.Json.Nodes;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Assets;

/// <summary>An asset as the node serves it.</summary>
/// <param name="Did">Its id.</param>
/// <param name="Nft">Its data NFT.</param>
/// <param name="Owner">Who owns the NFT.</param>
/// <param name="State">State on the chain.</param>
/// <param name="Document">What a client gets: the description with datatokens and indexed metadata, or the stub of a revoked asset.</param>
internal sealed record Asset(string Did, string Nft, string Owner, AssetState State, JsonObject Document)
{
    public IEnumerable<JsonObject> Services => (Document["services"] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The service of this id with its place in the description; null when there is none.</summary>
    public (JsonObject Service, int Index)? FindService(string? id)
    {
        var found = Services.Select((service, index) => (Service: service, Index: index)).FirstOrDefault(pair => (string?)pair.Service["id"] == id);
        return found.Service is null ? null : found;
    }

    /// <summary>Whether a service's datatoken has a price.</summary>
    public bool IsPriced(string datatoken) => (Document["indexedMetadata"]?["stats"] as JsonArray)?.OfType<JsonObject>()
        .Where(stat => string.Equals((string?)stat["datatokenAddress"], datatoken, StringComparison.OrdinalIgnoreCase))
        .SelectMany(stat => (stat["prices"] as JsonArray ?? []).OfType<JsonObject>())
        .Any(price => (string?)price["type"] == "fixedrate") == true;
}

/// <summary>How far the indexing of an asset got.</summary>
internal sealed record IndexingState(string Did, string Nft, string Transaction, bool Valid, string Error)
{
    public JsonObject ToJson(long chainId) => new()
    {
        ["id"] = Did,
        ["chainId"] = chainId,
        ["did"] = Did,
        ["nft"] = Nft,
        ["txId"] = Transaction,
        ["valid"] = Valid,
        ["error"] = Error,
    };
}
