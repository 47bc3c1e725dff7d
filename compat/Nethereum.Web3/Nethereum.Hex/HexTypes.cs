using System.Globalization;
using System.Numerics;

namespace Nethereum.Hex.HexTypes;

/// <summary>A value that travels as hex text in JSON-RPC.</summary>
public class HexRPCType<T>
{
    private protected HexRPCType(T value, string hexValue) => (Value, HexValue) = (value, hexValue);

    public string HexValue { get; set; }

    public T Value { get; set; }
}

public class HexBigInteger : HexRPCType<BigInteger>
{
    public HexBigInteger(string hex) : base(Parse(hex), hex)
    {
    }

    public HexBigInteger(BigInteger value) : base(value, Format(value))
    {
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    // The leading zero keeps .NET from reading a high first digit as a sign.
    private static BigInteger Parse(string hex) =>
        BigInteger.Parse("0" + (hex.StartsWith("0x", StringComparison.Ordinal) ? hex[2..] : hex), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Format(BigInteger value) =>
        value.IsZero ? "0x0" : "0x" + value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
}
