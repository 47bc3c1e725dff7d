using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Nethereum.Hex.HexConvertors.Extensions;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>
/// Orders assets. An order goes straight to the datatoken: the node reads the recipient of the transaction, so that orders through a
/// factory, a relayer or a smart account would not count.
/// </summary>
internal sealed class OrderDesk(OceanContext context, MoneyTrail trail)
{
    private const byte EnterpriseTemplate = 2;
    private static readonly BigInteger OneToken = BigInteger.Pow(10, 18);

    /// <summary>Makes the order that a quote asks for: none when an earlier one holds, a renewal, or a new one. The answer is its transaction.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="quote">The asset's part of the node's quote.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string> OrderAsync(PublishedAsset asset, JsonObject quote, CancellationToken cancellationToken)
    {
        var earlier = quote["validOrder"] is JsonValue value && value.TryGetValue<string>(out var transaction) ? transaction : null;
        var fee = quote["providerFee"] is JsonObject signed ? ReadFee(signed) : null;
        if (earlier is not null && fee is null)
            return earlier;
        if (fee is null)
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The ocean-node quotes {asset.Did} without an order and without a fee.");
        if (!fee.Amount.IsZero)
            throw new NetworkException(NetworkErrorKind.OverBudget, $"The ocean-node asks a provider fee of {fee.Amount} for {asset.Did}; the quote knew of none.");
        var what = $"order {asset.Role.ToString().ToLowerInvariant()}";
        if (earlier is not null)
        {
            var reuse = new ReuseOrderFunction { OrderTransaction = earlier.HexToByteArray(), ProviderFee = fee };
            return trail.Add(await context.Chain.SendAsync(context.Consumer, asset.Datatoken, reuse, what, cancellationToken)).Hash;
        }
        return await context.Chain.QueryAsync<GetTemplateFunction, byte>(asset.Datatoken, new()) == EnterpriseTemplate
            ? await BuyAndOrderAsync(asset, fee, what, cancellationToken)
            : await DispenseAndOrderAsync(asset, fee, what, cancellationToken);
    }

    /// <summary>What one use of an asset costs now, fees included; zero when it is given away.</summary>
    public async Task<BigInteger> PriceAsync(PublishedAsset asset)
    {
        var rates = (await context.Chain.ReadAsync<GetFixedRatesFunction, FixedRatesOutput>(asset.Datatoken, new())).Rates;
        return rates.Count == 0 ? 0 : await PriceAsync(rates[0]);
    }

    private async Task<BigInteger> PriceAsync(FixedRateReference rate) => (await context.Chain.ReadAsync<PriceFunction, PriceOutput>(
        rate.ContractAddress, new() { ExchangeId = rate.Id, DatatokenAmount = OneToken })).BaseTokenAmount;

    // One transaction buys and orders, so that no bought token is ever left over.
    private async Task<string> BuyAndOrderAsync(PublishedAsset asset, ProviderFeeData fee, string what, CancellationToken cancellationToken)
    {
        var rate = (await context.Chain.ReadAsync<GetFixedRatesFunction, FixedRatesOutput>(asset.Datatoken, new())).Rates[0];
        var price = await PriceAsync(rate);
        trail.Add(await context.Chain.SendAsync(
            context.Consumer, context.Addresses.Ocean, new ApproveFunction { Spender = asset.Datatoken, Amount = price }, $"approve {asset.Role.ToString().ToLowerInvariant()}", cancellationToken));
        var order = new BuyAndOrderFunction
        {
            Order = new OrderParams { Consumer = context.NodeAddress, ProviderFee = fee },
            FixedRate = new FixedRateParams { ExchangeContract = rate.ContractAddress, ExchangeId = rate.Id, MaxBaseTokenAmount = price },
        };
        return trail.Add(await context.Chain.SendAsync(context.Consumer, asset.Datatoken, order, what, cancellationToken)).Hash;
    }

    private async Task<string> DispenseAndOrderAsync(PublishedAsset asset, ProviderFeeData fee, string what, CancellationToken cancellationToken)
    {
        // A token that an interrupted order left is used before another is asked for.
        if (await context.Chain.GetTokenBalanceAsync(asset.Datatoken, context.Consumer.Address) < OneToken)
        {
            var dispense = new DispenseFunction { Datatoken = asset.Datatoken, Amount = OneToken, Destination = context.Consumer.Address };
            trail.Add(await context.Chain.SendAsync(context.Consumer, context.Addresses.Dispenser, dispense, $"dispense {asset.Role.ToString().ToLowerInvariant()}", cancellationToken));
        }
        var order = new StartOrderFunction { Consumer = context.NodeAddress, ProviderFee = fee };
        return trail.Add(await context.Chain.SendAsync(context.Consumer, asset.Datatoken, order, what, cancellationToken)).Hash;
    }

    private static ProviderFeeData ReadFee(JsonObject fee) => new()
    {
        Address = (string)fee["providerFeeAddress"]!,
        Token = (string)fee["providerFeeToken"]!,
        Amount = BigInteger.Parse((string)fee["providerFeeAmount"]!, CultureInfo.InvariantCulture),
        V = (byte)(int)fee["v"]!,
        R = ((string)fee["r"]!).HexToByteArray(),
        S = ((string)fee["s"]!).HexToByteArray(),
        ValidUntil = (long)fee["validUntil"]!,
        Data = ((string)fee["providerData"]!).HexToByteArray(),
    };
}
