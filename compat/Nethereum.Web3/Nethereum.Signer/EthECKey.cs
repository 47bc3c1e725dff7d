using System.Security.Cryptography;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Util;

namespace Nethereum.Signer;

public class EthECKey
{
    private readonly byte[] privateKey;

    public EthECKey(string privateKey)
    {
        this.privateKey = privateKey.HexToByteArray();
        if (!Secp256k1.IsPrivateKey(this.privateKey))
            throw new ArgumentException("A private key is 32 bytes of hex between 1 and the order of secp256k1.", nameof(privateKey));
    }

    public static EthECKey GenerateKey()
    {
        byte[] key;
        do
            key = RandomNumberGenerator.GetBytes(32);
        while (!Secp256k1.IsPrivateKey(key));
        return new EthECKey(key.ToHex());
    }

    public byte[] GetPrivateKeyAsBytes() => privateKey;

    public byte[] GetPubKey(bool compresseed = false) => Secp256k1.PublicKey(privateKey, compresseed);

    public string GetPublicAddress() => AddressOf(GetPubKey());

    internal static string AddressOf(byte[] publicKey) =>
        AddressUtil.Current.ConvertToChecksumAddress(Sha3Keccack.Current.CalculateHash(publicKey[1..])[12..].ToHex());
}
