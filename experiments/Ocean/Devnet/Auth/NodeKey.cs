using System.Text;
using Nethereum.ABI;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Signer;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Auth;

/// <summary>The node's one key: it signs provider fees, is paid by escrow, and opens what was encrypted for the node.</summary>
internal sealed class NodeKey
{
    private readonly string privateKey;
    private readonly EthECKey key;

    public NodeKey(string privateKey, long chainId)
    {
        this.privateKey = privateKey;
        key = new EthECKey(privateKey);
        Wallet = Wallet.Create(new Secret(privateKey), chainId);
    }

    public Wallet Wallet { get; }

    public string Address => Wallet.Address;

    public byte[] PublicKey => key.GetPubKey(true);

    public string Encrypt(byte[] plain) => Ecies.Encrypt(key.GetPubKey(), plain).ToHex(prefix: true);

    public byte[] Decrypt(string cipher) => Ecies.Decrypt(key.GetPrivateKeyAsBytes(), cipher.HexToByteArray());

    /// <summary>A signature as the contracts check it: personal_sign over 32 bytes.</summary>
    public (byte V, byte[] R, byte[] S) Sign(byte[] hash)
    {
        var signature = new EthereumMessageSigner().Sign(hash, new EthECKey(privateKey)).HexToByteArray();
        return (signature[64], signature[..32], signature[32..64]);
    }

    /// <summary>The fee for access to one service, signed.</summary>
    public ProviderFeeData SignFee(string token, string datatoken, string serviceId, long validUntil)
    {
        var data = Encoding.UTF8.GetBytes($$"""{"dt":"{{datatoken}}","id":"{{serviceId}}"}""");
        var hash = new ABIEncode().GetSha3ABIEncodedPacked(
            new ABIValue("bytes", data), new ABIValue("address", Address), new ABIValue("address", token), new ABIValue("uint256", 0), new ABIValue("uint256", validUntil));
        var (v, r, s) = Sign(hash);
        return new ProviderFeeData { Address = Address, Token = token, Amount = 0, Data = data, ValidUntil = validUntil, V = v, R = r, S = s };
    }
}
