using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.RPC.Eth.DTOs;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Assets;

/// <summary>Makes of a description what the node serves: with the datatokens, prices, owner and event that the chain knows.</summary>
internal sealed class AssetDocument(EthereumChain chain, OceanAddresses addresses)
{
    public async Task<Asset> CreateAsync(string did, string nft, JsonObject ddo, AssetState state, MetadataEvent metadata, FilterLog log)
    {
        var owner = await chain.QueryAsync<OwnerOfFunction, string>(nft, new());
        JsonArray datatokens = [], stats = [];
        foreach (var service in (ddo["services"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var stat = await DatatokenAsync((string?)service["datatokenAddress"] ?? "", (string?)service["id"]);
            datatokens.Add(new JsonObject
            {
                ["address"] = (string?)stat["datatokenAddress"],
                ["name"] = (string?)stat["name"],
                ["symbol"] = (string?)stat["symbol"],
                ["serviceId"] = (string?)stat["serviceId"],
            });
            stats.Add(stat);
        }
        var document = ddo.DeepClone().AsObject();
        document["datatokens"] = datatokens;
        document["indexedMetadata"] = new JsonObject
        {
            ["stats"] = stats,
            ["nft"] = await NftAsync(nft, owner, state, metadata),
            ["event"] = new JsonObject
            {
                ["txid"] = log.TransactionHash,
                ["from"] = metadata.By,
                ["contract"] = nft,
                ["block"] = (long)log.BlockNumber.Value,
                ["datetime"] = Time(metadata).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            },
            ["purgatory"] = new JsonObject { ["state"] = false },
        };
        return new Asset(did, nft, owner, state, document);
    }

    /// <summary>What is left of a deprecated or revoked asset.</summary>
    public static JsonObject Stub(Asset asset, AssetState state, long chainId) => new()
    {
        ["id"] = asset.Did,
        ["version"] = "deprecated",
        ["chainId"] = chainId,
        ["nftAddress"] = asset.Nft,
        ["indexedMetadata"] = new JsonObject { ["nft"] = new JsonObject { ["state"] = (int)state } },
    };

    private async Task<JsonObject> NftAsync(string nft, string owner, AssetState state, MetadataEvent metadata) => new()
    {
        ["state"] = (int)state,
        ["address"] = nft,
        ["name"] = await chain.QueryAsync<NameFunction, string>(nft, new()),
        ["symbol"] = await chain.QueryAsync<SymbolFunction, string>(nft, new()),
        ["owner"] = owner,
        ["created"] = Time(metadata).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["tokenURI"] = "",
    };

    private async Task<JsonObject> DatatokenAsync(string token, string? serviceId) => new()
    {
        ["datatokenAddress"] = token,
        ["name"] = await chain.QueryAsync<NameFunction, string>(token, new()),
        ["symbol"] = await chain.QueryAsync<SymbolFunction, string>(token, new()),
        ["serviceId"] = serviceId,
        ["orders"] = 0,
        ["prices"] = await PricesAsync(token),
    };

    private async Task<JsonArray> PricesAsync(string token)
    {
        JsonArray prices = [];
        foreach (var dispenser in await chain.QueryAsync<GetDispensersFunction, List<string>>(token, new()))
            prices.Add(new JsonObject { ["type"] = "dispenser", ["price"] = "0", ["contract"] = dispenser, ["token"] = token });
        foreach (var rate in (await chain.ReadAsync<GetFixedRatesFunction, FixedRatesOutput>(token, new())).Rates)
        {
            var price = await chain.ReadAsync<PriceFunction, PriceOutput>(
                rate.ContractAddress, new() { ExchangeId = rate.Id, DatatokenAmount = BigInteger.Pow(10, 18) });
            prices.Add(new JsonObject
            {
                ["type"] = "fixedrate",
                ["price"] = Tokens(price.BaseTokenAmount - price.OceanFee),
                ["token"] = addresses.Ocean,
                ["contract"] = rate.ContractAddress,
                ["exchangeId"] = rate.Id.ToHex(prefix: true),
            });
        }
        return prices;
    }

    private static DateTimeOffset Time(MetadataEvent metadata) => DateTimeOffset.FromUnixTimeSeconds((long)metadata.Timestamp);

    private static string Tokens(BigInteger wei) => ((decimal)wei / 1_000_000_000_000_000_000m).ToString("0.0#################", CultureInfo.InvariantCulture);
}
