using Nethereum.Util;

namespace Nethereum.ABI;

public class ABIValue(string abiType, object value)
{
    internal AbiType Type { get; } = AbiType.Parse(abiType, value.GetType());

    public object Value { get; set; } = value;
}

public class ABIEncode
{
    public byte[] GetABIEncodedPacked(params ABIValue[] abiValues) =>
        [.. abiValues.SelectMany(value => AbiEncoder.Packed(value.Type, value.Value))];

    public byte[] GetSha3ABIEncodedPacked(params ABIValue[] abiValues) =>
        Sha3Keccack.Current.CalculateHash(GetABIEncodedPacked(abiValues));
}
