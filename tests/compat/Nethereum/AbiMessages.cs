using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;

namespace Survey.Compat.Tests.Nethereum;

[Function("baz", "bool")]
public sealed class BazFunction : FunctionMessage
{
    [Parameter("uint32", "x", 1)]
    public uint X { get; set; }

    [Parameter("bool", "y", 2)]
    public bool Y { get; set; }
}

[Function("bar")]
public sealed class BarFunction : FunctionMessage
{
    [Parameter("bytes3[2]", "", 1)]
    public List<byte[]> Values { get; set; } = [];
}

[Function("sam")]
public sealed class SamFunction : FunctionMessage
{
    [Parameter("bytes", "", 1)]
    public byte[] Name { get; set; } = [];

    [Parameter("bool", "", 2)]
    public bool Flag { get; set; }

    [Parameter("uint256[]", "", 3)]
    public List<BigInteger> Data { get; set; } = [];
}

[Function("f")]
public sealed class FFunction : FunctionMessage
{
    [Parameter("uint256", "", 1)]
    public BigInteger First { get; set; }

    [Parameter("uint32[]", "", 2)]
    public List<uint> Second { get; set; } = [];

    [Parameter("bytes10", "", 3)]
    public byte[] Third { get; set; } = [];

    [Parameter("bytes", "", 4)]
    public byte[] Fourth { get; set; } = [];
}

[Function("g")]
public sealed class GFunction : FunctionMessage
{
    [Parameter("uint256[][]", "", 1)]
    public List<List<BigInteger>> Numbers { get; set; } = [];

    [Parameter("string[]", "", 2)]
    public List<string> Words { get; set; } = [];
}

public sealed class Pair
{
    [Parameter("string", "name", 1)]
    public string Name { get; set; } = "";

    [Parameter("int64", "amount", 2)]
    public long Amount { get; set; }
}

[Function("pairs")]
public sealed class PairsFunction : FunctionMessage
{
    [Parameter("tuple", "first", 1)]
    public Pair First { get; set; } = new();

    [Parameter("tuple[]", "rest", 2)]
    public List<Pair> Rest { get; set; } = [];

    [Parameter("address", "owner", 3)]
    public string Owner { get; set; } = "";
}

[FunctionOutput]
public sealed class PairsOutput : IFunctionOutputDTO
{
    [Parameter("tuple", "first", 1)]
    public Pair First { get; set; } = new();

    [Parameter("tuple[]", "rest", 2)]
    public List<Pair> Rest { get; set; } = [];

    [Parameter("address", "owner", 3)]
    public string Owner { get; set; } = "";
}

[Event("Transfer")]
public sealed class TransferEvent : IEventDTO
{
    [Parameter("address", "from", 1, true)]
    public string From { get; set; } = "";

    [Parameter("address", "to", 2, true)]
    public string To { get; set; } = "";

    [Parameter("uint256", "value", 3, false)]
    public BigInteger Value { get; set; }
}
