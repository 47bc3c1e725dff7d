namespace Nethereum.Hex.HexConvertors.Extensions;

public static class HexByteConvertorExtensions
{
    public static string ToHex(this byte[] value, bool prefix = false) =>
        (prefix ? "0x" : "") + Convert.ToHexStringLower(value);

    /// <summary>Hex text, with or without 0x, of odd or even length, as bytes.</summary>
    public static byte[] HexToByteArray(this string value)
    {
        var digits = value.StartsWith("0x", StringComparison.Ordinal) ? value[2..] : value;
        return Convert.FromHexString(digits.Length % 2 == 0 ? digits : "0" + digits);
    }
}
