using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Http;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Assets;

/// <summary>What the indexer found on the chain.</summary>
internal sealed class AssetStore(OceanSwitches switches)
{
    private readonly ConcurrentDictionary<string, Asset> assets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IndexingState> states = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<JsonObject> escrowEvents = new();

    public IReadOnlyList<Asset> All => [.. assets.Values.OrderBy(asset => asset.Did, StringComparer.Ordinal)];

    public IEnumerable<JsonObject> EscrowEvents => escrowEvents;

    public Asset? Find(string did) => assets.GetValueOrDefault(did);

    public Asset? FindByNft(string nft) => assets.Values.FirstOrDefault(asset => asset.Nft == nft);

    public void Put(Asset asset) => assets[asset.Did] = asset;

    public void Remove(string did) => assets.TryRemove(did, out _);

    public void Put(IndexingState state) => states[state.Did] = state;

    public void Add(JsonObject escrowEvent) => escrowEvents.Enqueue(escrowEvent);

    public IndexingState? FindState(string? did, string? nft, string? transaction) => states.Values.FirstOrDefault(state =>
        (did is not null && state.Did == did)
        || (nft is not null && string.Equals(state.Nft, nft, StringComparison.OrdinalIgnoreCase))
        || (transaction is not null && state.Transaction == transaction));

    /// <summary>The asset, if it may be ordered.</summary>
    /// <exception cref="Refusal">It is unknown or its state forbids it.</exception>
    public Asset Orderable(string did)
    {
        var asset = Find(did) ?? throw new Refusal(500, $"DDO {did} not found");
        var orderable = switches.StateCheckedByIndex
            ? asset.State is AssetState.Active or AssetState.EndOfLife
            : asset.State is AssetState.Active or AssetState.Unlisted;
        return orderable ? asset : throw new Refusal(500, "Nft not present in the asset or the state is different than ACTIVE or UNLISTED.");
    }
}
