using System.Numerics;
using Nethereum.Hex.HexConvertors.Extensions;

namespace Nethereum.Signer;

/// <summary>Recursive length prefix, the encoding of transactions (yellow paper, appendix B).</summary>
internal static class Rlp
{
    public static byte[] Bytes(byte[] value) =>
        value is [< 0x80] ? value : [.. Header(value.Length, 0x80), .. value];

    public static byte[] Number(BigInteger value) => Bytes(Minimal(value));

    public static byte[] Address(string? address) => Bytes(string.IsNullOrEmpty(address) ? [] : address.HexToByteArray());

    public static byte[] List(params byte[][] items)
    {
        var length = items.Sum(item => item.Length);
        return [.. Header(length, 0xc0), .. items.SelectMany(item => item)];
    }

    private static byte[] Header(int length, byte offset)
    {
        if (length < 56)
            return [(byte)(offset + length)];
        var size = Minimal(length);
        return [(byte)(offset + 55 + size.Length), .. size];
    }

    private static byte[] Minimal(BigInteger value) => value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true);
}
