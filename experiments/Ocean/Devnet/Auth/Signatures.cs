using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Signer;
using Nethereum.Util;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Auth;

/// <summary>The node's rule for signatures: personal_sign over the hash's hex text, or over its bytes without leading zeros.</summary>
internal static class Signatures
{
    public static bool Fits(string address, string nonce, string command, string signature) =>
        FitsMessage(address, SignatureText.Of(address, nonce, command), signature);

    private static bool FitsMessage(string address, string hash, string signature)
    {
        var bytes = hash.HexToByteArray();
        byte[] stripped = [.. bytes.SkipWhile(value => value == 0)];
        var signer = new EthereumMessageSigner();
        return Same(() => signer.EncodeUTF8AndEcRecover(hash, signature)) || Same(() => signer.EcRecover(stripped, signature));

        bool Same(Func<string> recover)
        {
            try
            {
                return AddressUtil.Current.AreAddressesTheSame(recover(), address);
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or NullReferenceException)
            {
                return false; // Not hex, not 65 bytes, or no point of the curve: then Nethereum recovers no key and asks it for its address.
            }
        }
    }
}
