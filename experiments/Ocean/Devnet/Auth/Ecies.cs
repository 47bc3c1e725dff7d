using System.Security.Cryptography;
using Nethereum.Signer;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace Survey.Devnets.Ocean.Auth;

/// <summary>
/// ECIES as eciesjs does it: an ephemeral key, a key derived from both points with HKDF-SHA256, AES-256-GCM with a 16-byte nonce.
/// Laid out as ephemeral public key (65 bytes), nonce, tag, text.
/// </summary>
internal static class Ecies
{
    private const int PointLength = 65;
    private const int NonceLength = 16;
    private const int TagLength = 16;

    public static byte[] Encrypt(byte[] publicKey, byte[] plain)
    {
        var ephemeral = EthECKey.GenerateKey();
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var sealedText = Gcm(true, SharedKey(ephemeral.GetPubKey(), publicKey, ephemeral.GetPrivateKeyAsBytes()), nonce, plain);
        return [.. ephemeral.GetPubKey(), .. nonce, .. sealedText[^TagLength..], .. sealedText[..^TagLength]];
    }

    /// <exception cref="CryptographicException">It was not encrypted for this key, or was changed.</exception>
    public static byte[] Decrypt(byte[] privateKey, byte[] cipher)
    {
        if (cipher.Length < PointLength + NonceLength + TagLength || cipher[0] != 4)
            throw new CryptographicException("This is no ciphertext of eciesjs.");
        var ephemeral = cipher[..PointLength];
        var nonce = cipher[PointLength..(PointLength + NonceLength)];
        var tag = cipher[(PointLength + NonceLength)..(PointLength + NonceLength + TagLength)];
        var text = cipher[(PointLength + NonceLength + TagLength)..];
        try
        {
            return Gcm(false, SharedKey(ephemeral, ephemeral, privateKey), nonce, [.. text, .. tag]);
        }
        catch (Exception exception) when (exception is Org.BouncyCastle.Crypto.CryptoException or ArgumentException)
        {
            throw new CryptographicException("The ciphertext is not for this key or was changed.", exception);
        }
    }

    private static byte[] SharedKey(byte[] ephemeral, byte[] point, byte[] scalar)
    {
        var curve = SecNamedCurves.GetByName("secp256k1");
        var shared = curve.Curve.DecodePoint(point).Multiply(new BigInteger(1, scalar)).Normalize().GetEncoded(false);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. ephemeral, .. shared], 32);
    }

    private static byte[] Gcm(bool encrypt, byte[] key, byte[] nonce, byte[] input)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(encrypt, new AeadParameters(new KeyParameter(key), TagLength * 8, nonce));
        var output = new byte[cipher.GetOutputSize(input.Length)];
        var count = cipher.ProcessBytes(input, 0, input.Length, output, 0);
        cipher.DoFinal(output, count);
        return output;
    }
}
