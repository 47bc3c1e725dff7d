using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Util;

namespace Nethereum.ABI;

/// <summary>Bytes from a contract as values of the CLR type of the property that takes them; hostile lengths end in an exception.</summary>
internal static class AbiDecoder
{
    public static object Decode(AbiType type, Type clrType, ReadOnlySpan<byte> data, int position = 0) => type.Kind switch
    {
        AbiKind.Tuple => DecodeTuple(type, Activator.CreateInstance(clrType)!, data, position),
        AbiKind.Array => DecodeArray(type, clrType, data, position),
        AbiKind.Bytes => Blob(data, position),
        AbiKind.Text => Encoding.UTF8.GetString(Blob(data, position)),
        AbiKind.FixedBytes => data.Slice(position, type.Size).ToArray(),
        AbiKind.Address => AddressUtil.Current.ConvertToChecksumAddress(data.Slice(position + 12, 20).ToArray().ToHex()),
        AbiKind.Boolean => data[position + 31] != 0,
        _ => Number(new BigInteger(data.Slice(position, 32), isUnsigned: !type.Signed, isBigEndian: true), clrType),
    };

    public static object DecodeTuple(AbiType type, object target, ReadOnlySpan<byte> data, int position = 0)
    {
        var head = position;
        foreach (var member in type.Members)
        {
            member.Property.SetValue(target, DecodeMember(member, data, head, position));
            head += member.Type.HeadSize;
        }
        return target;
    }

    /// <summary>The value whose head is at <paramref name="head"/>; its offset, if it has one, counts from <paramref name="start"/>.</summary>
    public static object DecodeMember(AbiMember member, ReadOnlySpan<byte> data, int head, int start = 0) =>
        Decode(member.Type, member.Property.PropertyType, data, member.Type.IsDynamic ? start + Length(data, head) : head);

    private static object DecodeArray(AbiType type, Type clrType, ReadOnlySpan<byte> data, int position)
    {
        var count = type.Size < 0 ? Length(data, position) : type.Size;
        var start = type.Size < 0 ? position + 32 : position;
        if ((long)count * type.Element!.HeadSize > data.Length)
            throw new FormatException($"An array of {count} elements does not fit into {data.Length} bytes.");
        var elementType = clrType.GetElementType() ?? clrType.GetGenericArguments()[0];
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(elementType))!;
        for (var index = 0; index < count; index++)
        {
            var head = start + (index * type.Element.HeadSize);
            list.Add(Decode(type.Element, elementType, data, type.Element.IsDynamic ? start + Length(data, head) : head));
        }
        if (!clrType.IsArray)
            return list;
        var array = Array.CreateInstance(elementType, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    private static byte[] Blob(ReadOnlySpan<byte> data, int position) => data.Slice(position + 32, Length(data, position)).ToArray();

    private static int Length(ReadOnlySpan<byte> data, int position)
    {
        var value = new BigInteger(data.Slice(position, 32), isUnsigned: true, isBigEndian: true);
        return value <= data.Length ? (int)value : throw new FormatException($"Offset or length {value} is outside of {data.Length} bytes.");
    }

    private static object Number(BigInteger value, Type clrType) =>
        clrType == typeof(BigInteger) || clrType == typeof(object) ? value
        : clrType == typeof(ulong) ? (ulong)value
        : Convert.ChangeType((long)value, clrType, CultureInfo.InvariantCulture);
}
