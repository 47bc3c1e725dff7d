using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;

namespace Survey.Experiments.Ocean.Contracts;

/// <summary>The fee of the node for giving access, signed by the node and checked by the contract.</summary>
internal sealed class ProviderFeeData
{
    [Parameter("address", "providerFeeAddress", 1)]
    public string Address { get; set; } = "";

    [Parameter("address", "providerFeeToken", 2)]
    public string Token { get; set; } = "";

    [Parameter("uint256", "providerFeeAmount", 3)]
    public BigInteger Amount { get; set; }

    [Parameter("uint8", "v", 4)]
    public byte V { get; set; }

    [Parameter("bytes32", "r", 5)]
    public byte[] R { get; set; } = [];

    [Parameter("bytes32", "s", 6)]
    public byte[] S { get; set; } = [];

    [Parameter("uint256", "validUntil", 7)]
    public BigInteger ValidUntil { get; set; }

    [Parameter("bytes", "providerData", 8)]
    public byte[] Data { get; set; } = [];
}

internal sealed class ConsumeMarketFeeData
{
    [Parameter("address", "consumeMarketFeeAddress", 1)]
    public string Address { get; set; } = EthereumAddress.Zero;

    [Parameter("address", "consumeMarketFeeToken", 2)]
    public string Token { get; set; } = EthereumAddress.Zero;

    [Parameter("uint256", "consumeMarketFeeAmount", 3)]
    public BigInteger Amount { get; set; }
}

[Function("startOrder")]
internal sealed class StartOrderFunction : FunctionMessage
{
    [Parameter("address", "consumer", 1)]
    public string Consumer { get; set; } = "";

    [Parameter("uint256", "serviceIndex", 2)]
    public BigInteger ServiceIndex { get; set; }

    [Parameter("tuple", "_providerFee", 3)]
    public ProviderFeeData ProviderFee { get; set; } = new();

    [Parameter("tuple", "_consumeMarketFee", 4)]
    public ConsumeMarketFeeData ConsumeMarketFee { get; set; } = new();
}

[Function("reuseOrder")]
internal sealed class ReuseOrderFunction : FunctionMessage
{
    [Parameter("bytes32", "orderTxId", 1)]
    public byte[] OrderTransaction { get; set; } = [];

    [Parameter("tuple", "_providerFee", 2)]
    public ProviderFeeData ProviderFee { get; set; } = new();
}

internal sealed class OrderParams
{
    [Parameter("address", "consumer", 1)]
    public string Consumer { get; set; } = "";

    [Parameter("uint256", "serviceIndex", 2)]
    public BigInteger ServiceIndex { get; set; }

    [Parameter("tuple", "_providerFee", 3)]
    public ProviderFeeData ProviderFee { get; set; } = new();

    [Parameter("tuple", "_consumeMarketFee", 4)]
    public ConsumeMarketFeeData ConsumeMarketFee { get; set; } = new();
}

internal sealed class FixedRateParams
{
    [Parameter("address", "exchangeContract", 1)]
    public string ExchangeContract { get; set; } = "";

    [Parameter("bytes32", "exchangeId", 2)]
    public byte[] ExchangeId { get; set; } = [];

    [Parameter("uint256", "maxBaseTokenAmount", 3)]
    public BigInteger MaxBaseTokenAmount { get; set; }

    [Parameter("uint256", "swapMarketFee", 4)]
    public BigInteger SwapMarketFee { get; set; }

    [Parameter("address", "marketFeeAddress", 5)]
    public string MarketFeeAddress { get; set; } = EthereumAddress.Zero;
}

[Function("buyFromFreAndOrder")]
internal sealed class BuyAndOrderFunction : FunctionMessage
{
    [Parameter("tuple", "_orderParams", 1)]
    public OrderParams Order { get; set; } = new();

    [Parameter("tuple", "_freParams", 2)]
    public FixedRateParams FixedRate { get; set; } = new();
}

[Function("getId", "uint8")]
internal sealed class GetTemplateFunction : FunctionMessage;

[FunctionOutput]
internal sealed class FixedRatesOutput : IFunctionOutputDTO
{
    [Parameter("tuple[]", "", 1)]
    public List<FixedRateReference> Rates { get; set; } = [];
}

internal sealed class FixedRateReference
{
    [Parameter("address", "contractAddress", 1)]
    public string ContractAddress { get; set; } = "";

    [Parameter("bytes32", "id", 2)]
    public byte[] Id { get; set; } = [];
}

[Function("getFixedRates")]
internal sealed class GetFixedRatesFunction : FunctionMessage;

[Function("getDispensers", "address[]")]
internal sealed class GetDispensersFunction : FunctionMessage;

[Event("OrderStarted")]
internal sealed class OrderStartedEvent : IEventDTO
{
    [Parameter("address", "consumer", 1, true)]
    public string Consumer { get; set; } = "";

    [Parameter("address", "payer", 2, false)]
    public string Payer { get; set; } = "";

    [Parameter("uint256", "amount", 3, false)]
    public BigInteger Amount { get; set; }

    [Parameter("uint256", "serviceIndex", 4, false)]
    public BigInteger ServiceIndex { get; set; }

    [Parameter("uint256", "timestamp", 5, false)]
    public BigInteger Timestamp { get; set; }

    [Parameter("address", "publishMarketAddress", 6, true)]
    public string PublishMarketAddress { get; set; } = "";

    [Parameter("uint256", "blockNumber", 7, false)]
    public BigInteger BlockNumber { get; set; }
}

[Event("OrderReused")]
internal sealed class OrderReusedEvent : IEventDTO
{
    [Parameter("bytes32", "orderTxId", 1, false)]
    public byte[] OrderTransaction { get; set; } = [];

    [Parameter("address", "caller", 2, false)]
    public string Caller { get; set; } = "";

    [Parameter("uint256", "timestamp", 3, false)]
    public BigInteger Timestamp { get; set; }

    [Parameter("uint256", "number", 4, false)]
    public BigInteger Number { get; set; }
}
