using System.Text;
using Nethereum.Hex.HexConvertors.Extensions;
using Org.BouncyCastle.Crypto.Digests;

namespace Nethereum.Util;

public class Sha3Keccack
{
    public static Sha3Keccack Current { get; } = new();

    public string CalculateHash(string value) => CalculateHash(Encoding.UTF8.GetBytes(value)).ToHex();

    public byte[] CalculateHash(byte[] value)
    {
        var digest = new KeccakDigest(256);
        digest.BlockUpdate(value, 0, value.Length);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }
}
