using Nethereum.Hex.HexConvertors.Extensions;

namespace Nethereum.Util;

public class AddressUtil
{
    public static AddressUtil Current { get; } = new();

    public bool AreAddressesTheSame(string address1, string address2) =>
        string.Equals(address1, address2, StringComparison.OrdinalIgnoreCase);

    /// <summary>The mixed-case form of EIP-55.</summary>
    public string ConvertToChecksumAddress(string address)
    {
        var digits = address.HexToByteArray().ToHex();
        var hash = Sha3Keccack.Current.CalculateHash(digits);
        return "0x" + string.Concat(digits.Zip(hash, (digit, mark) => mark > '7' ? char.ToUpperInvariant(digit) : digit));
    }
}
