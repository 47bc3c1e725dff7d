using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;

namespace Survey.Experiments.Ocean.Contracts;

[Function("dispense")]
internal sealed class DispenseFunction : FunctionMessage
{
    [Parameter("address", "datatoken", 1)]
    public string Datatoken { get; set; } = "";

    [Parameter("uint256", "amount", 2)]
    public BigInteger Amount { get; set; }

    [Parameter("address", "destination", 3)]
    public string Destination { get; set; } = "";
}

[Function("deactivate")]
internal sealed class DeactivateDispenserFunction : FunctionMessage
{
    [Parameter("address", "datatoken", 1)]
    public string Datatoken { get; set; } = "";
}

[Function("status")]
internal sealed class DispenserStatusFunction : FunctionMessage
{
    [Parameter("address", "datatoken", 1)]
    public string Datatoken { get; set; } = "";
}

[FunctionOutput]
internal sealed class DispenserStatusOutput : IFunctionOutputDTO
{
    [Parameter("bool", "active", 1)]
    public bool Active { get; set; }

    [Parameter("address", "owner", 2)]
    public string Owner { get; set; } = "";
}

[Function("toggleExchangeState")]
internal sealed class ToggleExchangeFunction : FunctionMessage
{
    [Parameter("bytes32", "exchangeId", 1)]
    public byte[] ExchangeId { get; set; } = [];
}

[Function("isActive", "bool")]
internal sealed class IsExchangeActiveFunction : FunctionMessage
{
    [Parameter("bytes32", "exchangeId", 1)]
    public byte[] ExchangeId { get; set; } = [];
}

[Function("calcBaseInGivenOutDT")]
internal sealed class PriceFunction : FunctionMessage
{
    [Parameter("bytes32", "exchangeId", 1)]
    public byte[] ExchangeId { get; set; } = [];

    [Parameter("uint256", "datatokenAmount", 2)]
    public BigInteger DatatokenAmount { get; set; }

    [Parameter("uint256", "consumeMarketSwapFeeAmount", 3)]
    public BigInteger ConsumeMarketFee { get; set; }
}

[FunctionOutput]
internal sealed class PriceOutput : IFunctionOutputDTO
{
    [Parameter("uint256", "baseTokenAmount", 1)]
    public BigInteger BaseTokenAmount { get; set; }

    [Parameter("uint256", "oceanFeeAmount", 2)]
    public BigInteger OceanFee { get; set; }

    [Parameter("uint256", "publishMarketFeeAmount", 3)]
    public BigInteger PublishMarketFee { get; set; }

    [Parameter("uint256", "consumeMarketFeeAmount", 4)]
    public BigInteger ConsumeMarketFee { get; set; }
}

/// <summary>The community's share of a sale, for tokens of its list and others.</summary>
[Function("getOPCFee", "uint256")]
internal sealed class CommunityFeeFunction : FunctionMessage
{
    [Parameter("address", "baseToken", 1)]
    public string BaseToken { get; set; } = "";
}
