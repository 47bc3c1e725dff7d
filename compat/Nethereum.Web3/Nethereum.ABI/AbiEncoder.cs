using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using Nethereum.Hex.HexConvertors.Extensions;

namespace Nethereum.ABI;

/// <summary>Values as bytes by the "Contract ABI Specification" of Solidity.</summary>
internal static class AbiEncoder
{
    /// <summary>The [Parameter] properties of a message, encoded as a sequence of arguments.</summary>
    public static byte[] EncodeArguments(object message) => Encode(AbiType.TupleOf(message.GetType()), message);

    public static byte[] Encode(AbiType type, object? value)
    {
        ArgumentNullException.ThrowIfNull(value, type.Name);
        return type.Kind switch
        {
            AbiKind.Tuple => Sequence([.. type.Members.Select(member => (member.Type, member.Property.GetValue(value)))]),
            AbiKind.Array => EncodeArray(type, (IList)value),
            AbiKind.Bytes => WithLength((byte[])value),
            AbiKind.Text => WithLength(Encoding.UTF8.GetBytes((string)value)),
            AbiKind.FixedBytes => PadRight(Packed(type, value)),
            _ => PadLeft(Packed(type, value), type.Signed && ToBigInteger(value).Sign < 0),
        };
    }

    /// <summary>The non-standard packed form: no padding, no length (Solidity's abi.encodePacked).</summary>
    public static byte[] Packed(AbiType type, object value) => type.Kind switch
    {
        AbiKind.Address => ((string)value).HexToByteArray() is { Length: 20 } address
            ? address
            : throw new ArgumentException($"'{value}' is not an address of 20 bytes.", nameof(value)),
        AbiKind.Boolean => [(byte)((bool)value ? 1 : 0)],
        AbiKind.Text => Encoding.UTF8.GetBytes((string)value),
        AbiKind.Bytes => (byte[])value,
        AbiKind.FixedBytes => value is byte[] bytes && bytes.Length <= type.Size
            ? [.. bytes, .. new byte[type.Size - bytes.Length]]
            : throw new ArgumentException($"{type.Name} takes at most {type.Size} bytes.", nameof(value)),
        AbiKind.Number => Number(type, ToBigInteger(value)),
        _ => throw new NotSupportedException($"{type.Name} is not encoded in packed form here."),
    };

    private static byte[] EncodeArray(AbiType type, IList values)
    {
        if (type.Size >= 0 && values.Count != type.Size)
            throw new ArgumentException($"{type.Name} takes {type.Size} elements, not {values.Count}.", nameof(values));
        var elements = Sequence([.. values.Cast<object?>().Select(value => (type.Element!, value))]);
        return type.Size >= 0 ? elements : [.. PadLeft(new BigInteger(values.Count).ToByteArray(true, true), false), .. elements];
    }

    private static byte[] Sequence((AbiType Type, object? Value)[] items)
    {
        var offset = items.Sum(item => item.Type.HeadSize);
        List<byte> heads = [], tails = [];
        foreach (var (type, value) in items)
        {
            var encoded = Encode(type, value);
            heads.AddRange(type.IsDynamic ? PadLeft(new BigInteger(offset + tails.Count).ToByteArray(true, true), false) : encoded);
            if (type.IsDynamic)
                tails.AddRange(encoded);
        }
        return [.. heads, .. tails];
    }

    private static byte[] Number(AbiType type, BigInteger value)
    {
        var bits = (type.Size * 8) - (type.Signed ? 1 : 0);
        var limit = BigInteger.One << bits;
        if (value >= limit || value < (type.Signed ? -limit : BigInteger.Zero))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The number does not fit into {type.Name}.");
        var bytes = value.ToByteArray(isUnsigned: !type.Signed, isBigEndian: true);
        var fill = (byte)(value.Sign < 0 ? 0xff : 0);
        return [.. Enumerable.Repeat(fill, type.Size - bytes.Length), .. bytes];
    }

    private static BigInteger ToBigInteger(object value) => value switch
    {
        BigInteger number => number,
        ulong number => number,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static byte[] WithLength(byte[] bytes) =>
        [.. PadLeft(new BigInteger(bytes.Length).ToByteArray(true, true), false), .. PadRight(bytes)];

    private static byte[] PadLeft(byte[] bytes, bool negative) =>
        [.. Enumerable.Repeat((byte)(negative ? 0xff : 0), 32 - bytes.Length), .. bytes];

    private static byte[] PadRight(byte[] bytes) => [.. bytes, .. new byte[(32 - (bytes.Length % 32)) % 32]];
}
