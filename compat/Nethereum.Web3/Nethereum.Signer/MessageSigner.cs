using System.Globalization;
using System.Text;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Util;

namespace Nethereum.Signer;

public class MessageSigner
{
    /// <summary>The address whose key made the 65-byte signature over this hash; an exception when the signature fits no key.</summary>
    public virtual string EcRecover(byte[] hashMessage, string signature)
    {
        var bytes = signature.HexToByteArray();
        if (bytes.Length != 65)
            throw new ArgumentException($"A signature has 65 bytes, this one has {bytes.Length}.", nameof(signature));
        var recoveryId = bytes[64] >= 27 ? bytes[64] - 27 : bytes[64];
        var key = recoveryId > 3 ? null : Secp256k1.Recover(hashMessage, bytes[..32], bytes[32..64], recoveryId);
        return EthECKey.AddressOf(key ?? throw new ArgumentException("The signature fits no key.", nameof(signature)));
    }

    /// <summary>r, s and v (27 or 28) over a hash, as 0x hex.</summary>
    public virtual string Sign(byte[] message, EthECKey key)
    {
        var (r, s, recoveryId) = Secp256k1.Sign(message, key.GetPrivateKeyAsBytes());
        return ((byte[])[.. r, .. s, (byte)(27 + recoveryId)]).ToHex(prefix: true);
    }
}

/// <summary>EIP-191, version 0x45: the prefix that personal_sign puts before a message.</summary>
public class EthereumMessageSigner : MessageSigner
{
    public override string EcRecover(byte[] message, string signature) => base.EcRecover(HashPrefixedMessage(message), signature);

    public string EncodeUTF8AndEcRecover(string message, string signature) => EcRecover(Encoding.UTF8.GetBytes(message), signature);

    public string EncodeUTF8AndSign(string message, EthECKey key) => Sign(Encoding.UTF8.GetBytes(message), key);

    public byte[] HashPrefixedMessage(byte[] message)
    {
        var prefix = "\x19" + "Ethereum Signed Message:\n" + message.Length.ToString(CultureInfo.InvariantCulture);
        return Sha3Keccack.Current.CalculateHash([.. Encoding.UTF8.GetBytes(prefix), .. message]);
    }

    public override string Sign(byte[] message, EthECKey key) => base.Sign(HashPrefixedMessage(message), key);
}
