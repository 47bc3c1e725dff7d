using System.Numerics;
using System.Text.Json.Nodes;
using Nethereum.Contracts;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Util;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean.Assets;

/// <summary>Publishes assets: NFT and datatoken on the chain, the description encrypted, validated, hashed and set.</summary>
internal sealed class AssetPublisher(OceanContext context, MoneyTrail trail)
{
    private static readonly TimeSpan IndexingPatience = TimeSpan.FromMinutes(2);
    private static readonly BigInteger OneToken = BigInteger.Pow(10, 18);

    /// <summary>Creates the NFT with its datatoken: from a dispenser when it is free, at a fixed rate otherwise.</summary>
    public async Task<(string Nft, string Datatoken)> CreateAsync(AssetDraft draft, CancellationToken cancellationToken)
    {
        var owner = context.Publisher.Address;
        var nft = new NftCreateData { Name = draft.Name, Symbol = "SURVEY", Owner = owner };
        // Template 2 buys and orders in one transaction, so that no bought token can be left over; it has no such call for free tokens' dispensers here.
        var datatoken = new DatatokenCreateData
        {
            TemplateIndex = draft.Price > 0 ? 2 : 1,
            Strings = [$"{draft.Role} access", "DT"],
            Addresses = [owner, owner, EthereumAddress.Zero, EthereumAddress.Zero],
            Numbers = [1000 * OneToken, 0],
        };
        var what = $"publish {draft.Role.ToString().ToLowerInvariant()}";
        var mined = draft.Price > 0
            ? await context.Chain.SendAsync(context.Publisher, context.Addresses.Erc721Factory, new CreateWithFixedRateFunction { Nft = nft, Datatoken = datatoken, FixedRate = FixedRate(draft.Price) }, what, cancellationToken)
            : await context.Chain.SendAsync(context.Publisher, context.Addresses.Erc721Factory, new CreateWithDispenserFunction { Nft = nft, Datatoken = datatoken, Dispenser = Dispenser() }, what, cancellationToken);
        trail.Add(mined);
        return Created(mined.Receipt.DecodeAllEvents<NftCreatedEvent>().Single(), mined.Receipt);
    }

    /// <summary>Finds an NFT of the publisher by its name; for when the answer to its creation never came.</summary>
    public async Task<IReadOnlyList<(string Name, string Nft)>> FindAsync(Func<string, bool> name, long fromBlock)
    {
        var logs = await context.Chain.GetLogsAsync(fromBlock, await context.Chain.GetBlockNumberAsync(), context.Addresses.Erc721Factory);
        return
        [
            .. logs.DecodeAllEvents<NftCreatedEvent>()
                .Where(created => AddressUtil.Current.AreAddressesTheSame(created.Event.Admin, context.Publisher.Address) && name(created.Event.TokenName))
                .Select(created => (created.Event.TokenName, created.Event.NewTokenAddress)),
        ];
    }

    /// <summary>Describes an asset for the first time or anew, and waits until the node serves the description.</summary>
    public async Task<PublishedAsset> DescribeAsync(AssetDraft draft, string nft, string datatoken, DateTimeOffset created, CancellationToken cancellationToken)
    {
        var (chainId, account) = (context.Addresses.ChainId, context.PublisherAccount);
        var (did, serviceId) = (AssetIds.Did(nft, chainId), AssetIds.Sha256($"{datatoken} compute"));
        var files = new JsonObject { ["datatokenAddress"] = datatoken, ["nftAddress"] = nft, ["files"] = new JsonArray(draft.File.DeepClone()) };
        var encryptedFiles = await EncryptAsync(CanonicalJson.Write(files), cancellationToken);
        var ddo = DdoWriter.Write(draft, did, chainId, nft, datatoken, encryptedFiles, serviceId, context.NodeUrl, created, context.Time.GetUtcNow());
        var text = CanonicalJson.Write(ddo);
        var hash = "0x" + AssetIds.Sha256(text);
        // The chain keeps what we say: a hash the node would not compute makes the asset invisible.
        var theirs = await context.Client.ValidateAsync(account, ddo, cancellationToken);
        if (theirs != hash)
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The ocean-node computes the hash {theirs} for the description of {draft.Name}, we compute {hash}: nothing was set on the chain.");
        var message = new SetMetaDataFunction
        {
            State = (byte)AssetState.Active,
            DecryptorUrl = context.NodeUrl.ToString().TrimEnd('/'),
            Data = (await EncryptAsync(text, cancellationToken)).HexToByteArray(),
            Hash = hash.HexToByteArray(),
        };
        var mined = trail.Add(await context.Chain.SendAsync(context.Publisher, nft, message, $"describe {draft.Role.ToString().ToLowerInvariant()}", cancellationToken));
        await WaitForIndexAsync(did, ddo => (string?)ddo?["indexedMetadata"]?["event"]?["txid"] == mined.Hash, cancellationToken);
        return new PublishedAsset(draft.Role, draft.Name, did, nft, datatoken, serviceId, mined.Hash);
    }

    /// <summary>Sets the state of an asset on the chain.</summary>
    public async Task<MinedTransaction> SetStateAsync(string nft, AssetState state, CancellationToken cancellationToken) => trail.Add(await context.Chain.SendAsync(
        context.Publisher, nft, new SetMetaDataStateFunction { State = (byte)state }, $"set state {state}", cancellationToken));

    /// <summary>Waits until what the node serves fulfils a condition.</summary>
    public async Task<JsonObject?> WaitForIndexAsync(string did, Func<JsonObject?, bool> fulfils, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        while (true)
        {
            var ddo = await context.Client.FindDdoAsync(did, cancellationToken);
            if (fulfils(ddo))
                return ddo;
            if (await context.Client.FindIndexingErrorAsync(did, cancellationToken) is { } error)
                throw new NetworkException(NetworkErrorKind.Rejected, $"The ocean-node did not index {did}: {error}.") { RemoteId = did };
            if (context.Time.GetElapsedTime(started) > IndexingPatience)
                throw new NetworkException(NetworkErrorKind.Failed, $"The ocean-node has not indexed {did} after {IndexingPatience.TotalMinutes:0} minutes: it needs a database (DB_URL) and its own chain in RPCS.") { RemoteId = did };
            await Task.Delay(context.Poll, context.Time, cancellationToken);
        }
    }

    private async Task<string> EncryptAsync(string text, CancellationToken cancellationToken)
    {
        var cipher = await context.Client.EncryptAsync(context.PublisherAccount, text, context.Addresses.ChainId, cancellationToken);
        return cipher.StartsWith("0x04", StringComparison.Ordinal) && cipher.Length > 2 * text.Length
            ? cipher
            : throw new NetworkException(NetworkErrorKind.Untrustworthy, "The ocean-node's ciphertext is none.");
    }

    private FixedData FixedRate(decimal price) => new()
    {
        FixedPriceAddress = context.Addresses.FixedPrice,
        Addresses = [context.Addresses.Ocean, context.Publisher.Address, context.Publisher.Address, EthereumAddress.Zero],
        Numbers = [context.Token.Decimals, 18, new TokenUnit("", 18).ToSmallest(price), 0, 1],
    };

    private DispenserData Dispenser() => new()
    {
        DispenserAddress = context.Addresses.Dispenser,
        MaxTokens = OneToken,
        MaxBalance = OneToken,
        AllowedSwapper = EthereumAddress.Zero,
    };

    private static (string Nft, string Datatoken) Created(EventLog<NftCreatedEvent> nft, TransactionReceipt receipt) =>
        (nft.Event.NewTokenAddress, receipt.DecodeAllEvents<DatatokenCreatedEvent>().Single().Event.NewTokenAddress);
}
