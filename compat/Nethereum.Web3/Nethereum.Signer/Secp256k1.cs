using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Nethereum.Signer;

/// <summary>Deterministic ECDSA (RFC 6979) with low s (EIP-2), and recovery of the signer's point.</summary>
internal static class Secp256k1
{
    private static readonly ECDomainParameters Domain = new(SecNamedCurves.GetByName("secp256k1"));

    public static bool IsPrivateKey(byte[] key) =>
        key.Length == 32 && new BigInteger(1, key) is var scalar && scalar.SignValue > 0 && scalar.CompareTo(Domain.N) < 0;

    public static byte[] PublicKey(byte[] privateKey, bool compressed) =>
        Domain.G.Multiply(new BigInteger(1, privateKey)).Normalize().GetEncoded(compressed);

    /// <summary>r, s (32 bytes each) and the recovery id 0 to 3.</summary>
    public static (byte[] R, byte[] S, int RecoveryId) Sign(byte[] hash, byte[] privateKey)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, new ECPrivateKeyParameters(new BigInteger(1, privateKey), Domain));
        var signature = signer.GenerateSignature(hash);
        var (r, s) = (signature[0], signature[1]);
        if (s.CompareTo(Domain.N.ShiftRight(1)) > 0)
            s = Domain.N.Subtract(s);
        var expected = PublicKey(privateKey, compressed: false);
        var recoveryId = Enumerable.Range(0, 4).First(id => Recover(hash, r, s, id)?.AsSpan().SequenceEqual(expected) == true);
        return (Pad(r), Pad(s), recoveryId);
    }

    public static byte[]? Recover(byte[] hash, byte[] r, byte[] s, int recoveryId) =>
        Recover(hash, new BigInteger(1, r), new BigInteger(1, s), recoveryId);

    /// <summary>The uncompressed public key by SEC 1, section 4.1.6; null when no point fits.</summary>
    private static byte[]? Recover(byte[] hash, BigInteger r, BigInteger s, int recoveryId)
    {
        if (r.SignValue <= 0 || s.SignValue <= 0 || r.CompareTo(Domain.N) >= 0 || s.CompareTo(Domain.N) >= 0)
            return null;
        var x = r.Add(Domain.N.Multiply(BigInteger.ValueOf(recoveryId / 2)));
        if (Decompress(x, recoveryId % 2) is not { } point || !point.Multiply(Domain.N).IsInfinity)
            return null;
        var inverse = r.ModInverse(Domain.N);
        var fromHash = inverse.Multiply(new BigInteger(1, hash).Negate()).Mod(Domain.N);
        var fromPoint = inverse.Multiply(s).Mod(Domain.N);
        var key = ECAlgorithms.SumOfTwoMultiplies(Domain.G, fromHash, point, fromPoint).Normalize();
        return key.IsInfinity ? null : key.GetEncoded(compressed: false);
    }

    private static ECPoint? Decompress(BigInteger x, int odd)
    {
        if (x.CompareTo(Domain.Curve.Field.Characteristic) >= 0)
            return null;
        try
        {
            return Domain.Curve.DecodePoint([(byte)(2 + odd), .. Pad(x)]);
        }
        catch (ArgumentException)
        {
            return null; // No point of the curve has this x.
        }
    }

    private static byte[] Pad(BigInteger value)
    {
        var bytes = value.ToByteArrayUnsigned();
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
