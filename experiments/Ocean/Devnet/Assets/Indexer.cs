using System.Text.Json.Nodes;
using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Util;
using Survey.Devnets.Ocean.Http;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Assets;

/// <summary>Follows the chain and keeps the assets and the escrow's events up to date.</summary>
internal sealed class Indexer(EthereumChain chain, OceanAddresses addresses, AssetStore store, MetadataOpener opener, AssetDocument documents)
{
    private const string LostSchema = "Schema for version deprecated not found";

    /// <summary>The newest block that was looked at.</summary>
    public long Block { get; private set; } = -1;

    /// <summary>Looks at new blocks again and again until cancelled.</summary>
    public async Task RunAsync(TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync();
            }
            catch (NetworkException)
            {
                // The chain does not answer now; the blocks stay to be looked at.
            }
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CatchUpAsync()
    {
        var head = await chain.GetBlockNumberAsync();
        if (head == Block)
            return;
        foreach (var log in await chain.GetLogsAsync(Block + 1, head))
            await TakeAsync(log);
        Block = head;
    }

    private async Task TakeAsync(FilterLog log)
    {
        FilterLog[] one = [log];
        if (AddressUtil.Current.AreAddressesTheSame(log.Address, addresses.Escrow))
        {
            if (EscrowEventJson.Of(log, addresses.ChainId) is { } escrowEvent)
                store.Add(escrowEvent);
            return;
        }
        foreach (var created in one.DecodeAllEvents<MetadataCreatedEvent>())
            await TakeMetadataAsync(created.Event, log);
        foreach (var updated in one.DecodeAllEvents<MetadataUpdatedEvent>())
            await TakeMetadataAsync(updated.Event, log);
        foreach (var changed in one.DecodeAllEvents<MetadataStateEvent>())
            TakeState((AssetState)changed.Event.State, log);
        if (one.DecodeAllEvents<OrderStartedEvent>().Count > 0)
            CountOrder(log.Address);
    }

    private async Task TakeMetadataAsync(MetadataEvent metadata, FilterLog log)
    {
        var nft = AddressUtil.Current.ConvertToChecksumAddress(log.Address);
        var did = AssetIds.Did(nft, addresses.ChainId);
        // 3.2.0 cannot bring an asset back whose stub it lost: it looks for a schema named after the stub's version.
        if (store.FindState(did, null, null)?.Error == LostSchema)
            return;
        try
        {
            var origin = await chain.QueryAsync<NftListFunction, string>(addresses.Erc721Factory, new() { Nft = nft });
            if (!AddressUtil.Current.AreAddressesTheSame(origin, nft))
                throw new Refusal(400, "NFT not deployed by OPF factory");
            var ddo = MetadataOpener.Parse(opener.Open(metadata), metadata);
            if ((string?)ddo["id"] != did)
                throw new Refusal(400, $"Decrypted DDO ID is not matching the generated hash for DID: {did}");
            store.Put(await documents.CreateAsync(did, nft, ddo, (AssetState)metadata.State, metadata, log));
            store.Put(new IndexingState(did, nft, " ", true, " "));
        }
        catch (Refusal refusal)
        {
            var error = refusal.Message.StartsWith("Decrypt DDO", StringComparison.Ordinal)
                ? "Provider exception on decrypt DDO. Status: Provider validation failed: Bad Request"
                : refusal.Message;
            store.Put(new IndexingState(did, nft, log.TransactionHash, false, error));
        }
        catch (Exception exception) when (exception is not NetworkException)
        {
            // Whatever it was: the publisher is told, and the assets after this one are still looked at.
            store.Put(new IndexingState(did, nft, log.TransactionHash, false, $"{exception.GetType().Name}: {exception.Message}"));
        }
    }

    private void TakeState(AssetState state, FilterLog log)
    {
        if (store.FindByNft(AddressUtil.Current.ConvertToChecksumAddress(log.Address)) is not { } asset)
            return;
        if (state is AssetState.Deprecated or AssetState.Revoked)
        {
            store.Put(asset with { State = state, Document = AssetDocument.Stub(asset, state, addresses.ChainId) });
        }
        else if ((string?)asset.Document["version"] == "deprecated")
        {
            store.Remove(asset.Did);
            store.Put(new IndexingState(asset.Did, asset.Nft, " ", true, LostSchema));
        }
        else
        {
            var document = asset.Document.DeepClone().AsObject();
            // Only the state is left of what the node knew about the NFT, until the asset is described again.
            document["indexedMetadata"]!["nft"] = new JsonObject { ["state"] = (int)state };
            store.Put(asset with { State = state, Document = document });
        }
    }

    private void CountOrder(string datatoken)
    {
        foreach (var asset in store.All)
        {
            var document = asset.Document.DeepClone().AsObject();
            var stat = (document["indexedMetadata"]?["stats"] as JsonArray)?.OfType<JsonObject>()
                .FirstOrDefault(entry => AddressUtil.Current.AreAddressesTheSame((string)entry["datatokenAddress"]!, datatoken));
            if (stat is null)
                continue;
            stat["orders"] = (int)stat["orders"]! + 1;
            store.Put(asset with { Document = document });
        }
    }
}
