using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;

namespace Survey.Experiments.Ocean.Contracts;

/// <summary>The data NFT of a new asset.</summary>
internal sealed class NftCreateData
{
    [Parameter("string", "name", 1)]
    public string Name { get; set; } = "";

    [Parameter("string", "symbol", 2)]
    public string Symbol { get; set; } = "";

    [Parameter("uint256", "templateIndex", 3)]
    public BigInteger TemplateIndex { get; set; } = 1;

    [Parameter("string", "tokenURI", 4)]
    public string TokenUri { get; set; } = "";

    [Parameter("bool", "transferable", 5)]
    public bool Transferable { get; set; } = true;

    [Parameter("address", "owner", 6)]
    public string Owner { get; set; } = "";
}

/// <summary>The datatoken: strings are name and symbol; addresses minter, payment collector, market fee receiver and token; numbers cap and market fee.</summary>
internal sealed class DatatokenCreateData
{
    [Parameter("uint256", "templateIndex", 1)]
    public BigInteger TemplateIndex { get; set; }

    [Parameter("string[]", "strings", 2)]
    public List<string> Strings { get; set; } = [];

    [Parameter("address[]", "addresses", 3)]
    public List<string> Addresses { get; set; } = [];

    [Parameter("uint256[]", "uints", 4)]
    public List<BigInteger> Numbers { get; set; } = [];

    [Parameter("bytes[]", "bytess", 5)]
    public List<byte[]> Bytes { get; set; } = [];
}

/// <summary>Tokens for free, from a dispenser.</summary>
internal sealed class DispenserData
{
    [Parameter("address", "dispenserAddress", 1)]
    public string DispenserAddress { get; set; } = "";

    [Parameter("uint256", "maxTokens", 2)]
    public BigInteger MaxTokens { get; set; }

    [Parameter("uint256", "maxBalance", 3)]
    public BigInteger MaxBalance { get; set; }

    [Parameter("bool", "withMint", 4)]
    public bool WithMint { get; set; } = true;

    [Parameter("address", "allowedSwapper", 5)]
    public string AllowedSwapper { get; set; } = "";
}

/// <summary>Tokens at a fixed rate: addresses are base token, owner, market fee collector, allowed swapper; numbers base decimals, datatoken decimals, rate, market fee, with mint.</summary>
internal sealed class FixedData
{
    [Parameter("address", "fixedPriceAddress", 1)]
    public string FixedPriceAddress { get; set; } = "";

    [Parameter("address[]", "addresses", 2)]
    public List<string> Addresses { get; set; } = [];

    [Parameter("uint256[]", "uints", 3)]
    public List<BigInteger> Numbers { get; set; } = [];
}

[Function("createNftWithErc20WithDispenser")]
internal sealed class CreateWithDispenserFunction : FunctionMessage
{
    [Parameter("tuple", "_NftCreateData", 1)]
    public NftCreateData Nft { get; set; } = new();

    [Parameter("tuple", "_ErcCreateData", 2)]
    public DatatokenCreateData Datatoken { get; set; } = new();

    [Parameter("tuple", "_DispenserData", 3)]
    public DispenserData Dispenser { get; set; } = new();
}

[Function("createNftWithErc20WithFixedRate")]
internal sealed class CreateWithFixedRateFunction : FunctionMessage
{
    [Parameter("tuple", "_NftCreateData", 1)]
    public NftCreateData Nft { get; set; } = new();

    [Parameter("tuple", "_ErcCreateData", 2)]
    public DatatokenCreateData Datatoken { get; set; } = new();

    [Parameter("tuple", "_FixedData", 3)]
    public FixedData FixedRate { get; set; } = new();
}

[Function("erc721List", "address")]
internal sealed class NftListFunction : FunctionMessage
{
    [Parameter("address", "", 1)]
    public string Nft { get; set; } = "";
}

[Event("NFTCreated")]
internal sealed class NftCreatedEvent : IEventDTO
{
    [Parameter("address", "newTokenAddress", 1, false)]
    public string NewTokenAddress { get; set; } = "";

    [Parameter("address", "templateAddress", 2, true)]
    public string TemplateAddress { get; set; } = "";

    [Parameter("string", "tokenName", 3, false)]
    public string TokenName { get; set; } = "";

    [Parameter("address", "admin", 4, true)]
    public string Admin { get; set; } = "";

    [Parameter("string", "symbol", 5, false)]
    public string Symbol { get; set; } = "";

    [Parameter("string", "tokenURI", 6, false)]
    public string TokenUri { get; set; } = "";

    [Parameter("bool", "transferable", 7, false)]
    public bool Transferable { get; set; }

    [Parameter("address", "creator", 8, true)]
    public string Creator { get; set; } = "";
}

[Event("TokenCreated")]
internal sealed class DatatokenCreatedEvent : IEventDTO
{
    [Parameter("address", "newTokenAddress", 1, true)]
    public string NewTokenAddress { get; set; } = "";

    [Parameter("address", "templateAddress", 2, true)]
    public string TemplateAddress { get; set; } = "";

    [Parameter("string", "name", 3, false)]
    public string Name { get; set; } = "";

    [Parameter("string", "symbol", 4, false)]
    public string Symbol { get; set; } = "";

    [Parameter("uint256", "cap", 5, false)]
    public BigInteger Cap { get; set; }

    [Parameter("address", "creator", 6, false)]
    public string Creator { get; set; } = "";
}
