using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;

namespace Survey.Experiments.Ocean.Contracts;

/// <summary>States of an asset, as the contract numbers them.</summary>
internal enum AssetState : byte
{
    Active = 0,
    EndOfLife = 1,
    Deprecated = 2,
    Revoked = 3,
    OrderingDisabled = 4,
    Unlisted = 5,
}

internal sealed class MetadataProof
{
    [Parameter("address", "validatorAddress", 1)]
    public string ValidatorAddress { get; set; } = "";

    [Parameter("uint8", "v", 2)]
    public byte V { get; set; }

    [Parameter("bytes32", "r", 3)]
    public byte[] R { get; set; } = [];

    [Parameter("bytes32", "s", 4)]
    public byte[] S { get; set; } = [];
}

[Function("setMetaData")]
internal sealed class SetMetaDataFunction : FunctionMessage
{
    [Parameter("uint8", "_metaDataState", 1)]
    public byte State { get; set; }

    [Parameter("string", "_metaDataDecryptorUrl", 2)]
    public string DecryptorUrl { get; set; } = "";

    [Parameter("string", "_metaDataDecryptorAddress", 3)]
    public string DecryptorAddress { get; set; } = "";

    [Parameter("bytes", "flags", 4)]
    public byte[] Flags { get; set; } = [2];

    [Parameter("bytes", "data", 5)]
    public byte[] Data { get; set; } = [];

    [Parameter("bytes32", "_metaDataHash", 6)]
    public byte[] Hash { get; set; } = [];

    [Parameter("tuple[]", "_metadataProofs", 7)]
    public List<MetadataProof> Proofs { get; set; } = [];
}

[Function("setMetaDataState")]
internal sealed class SetMetaDataStateFunction : FunctionMessage
{
    [Parameter("uint8", "_metaDataState", 1)]
    public byte State { get; set; }
}

[Function("getMetaData")]
internal sealed class GetMetaDataFunction : FunctionMessage;

[FunctionOutput]
internal sealed class GetMetaDataOutput : IFunctionOutputDTO
{
    [Parameter("string", "", 1)]
    public string DecryptorUrl { get; set; } = "";

    [Parameter("string", "", 2)]
    public string DecryptorAddress { get; set; } = "";

    [Parameter("uint8", "", 3)]
    public byte State { get; set; }

    [Parameter("bool", "", 4)]
    public bool HasMetaData { get; set; }
}

[Function("getTokensList", "address[]")]
internal sealed class GetTokensListFunction : FunctionMessage;

[Function("ownerOf", "address")]
internal sealed class OwnerOfFunction : FunctionMessage
{
    [Parameter("uint256", "tokenId", 1)]
    public BigInteger TokenId { get; set; } = 1;
}

/// <summary>What the events about new and changed metadata have in common.</summary>
internal abstract class MetadataEvent : IEventDTO
{
    [Parameter("address", "by", 1, true)]
    public string By { get; set; } = "";

    [Parameter("uint8", "state", 2, false)]
    public byte State { get; set; }

    [Parameter("string", "decryptorUrl", 3, false)]
    public string DecryptorUrl { get; set; } = "";

    [Parameter("bytes", "flags", 4, false)]
    public byte[] Flags { get; set; } = [];

    [Parameter("bytes", "data", 5, false)]
    public byte[] Data { get; set; } = [];

    [Parameter("bytes32", "metaDataHash", 6, false)]
    public byte[] Hash { get; set; } = [];

    [Parameter("uint256", "timestamp", 7, false)]
    public BigInteger Timestamp { get; set; }

    [Parameter("uint256", "blockNumber", 8, false)]
    public BigInteger BlockNumber { get; set; }
}

[Event("MetadataCreated")]
internal sealed class MetadataCreatedEvent : MetadataEvent;

[Event("MetadataUpdated")]
internal sealed class MetadataUpdatedEvent : MetadataEvent;

[Event("MetadataState")]
internal sealed class MetadataStateEvent : IEventDTO
{
    [Parameter("address", "updatedBy", 1, true)]
    public string UpdatedBy { get; set; } = "";

    [Parameter("uint8", "state", 2, false)]
    public byte State { get; set; }

    [Parameter("uint256", "timestamp", 3, false)]
    public BigInteger Timestamp { get; set; }

    [Parameter("uint256", "blockNumber", 4, false)]
    public BigInteger BlockNumber { get; set; }
}
