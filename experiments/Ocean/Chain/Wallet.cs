using System.Globalization;
using Nethereum.Signer;
using Nethereum.Web3.Accounts;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Chain;

/// <summary>A private key: signs transactions for one chain, and messages for nodes. It is read from a secret and never written.</summary>
internal sealed class Wallet
{
    private const long DevnetChainId = 8996;

    private readonly EthECKey key;

    private Wallet(EthECKey key, string hex, long chainId)
    {
        this.key = key;
        Account = new Account(hex, chainId);
    }

    /// <summary>A throw-away key for calls that sign nothing.</summary>
    public static Wallet Reader { get; } = Create(new Secret("0x" + Convert.ToHexStringLower(EthECKey.GenerateKey().GetPrivateKeyAsBytes())), DevnetChainId);

    public Account Account { get; }

    public string Address => Account.Address;

    /// <summary>The wallet of a key on a chain.</summary>
    /// <exception cref="NetworkException">It is no key, or one that everybody knows and the chain is not the local one.</exception>
    public static Wallet Create(Secret secret, long chainId)
    {
        EthECKey key;
        try
        {
            key = new EthECKey(secret.Reveal().Trim());
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // The cause is not passed on: its message could quote the key.
            throw new NetworkException(NetworkErrorKind.Unauthorized, "The Ocean private key is not 32 bytes of hex: set the variable to 0x and 64 hex digits.");
        }
        if (chainId != DevnetChainId && WellKnownKeys.IsWellKnown(key.GetPublicAddress()))
        {
            throw new NetworkException(
                NetworkErrorKind.Unauthorized,
                string.Create(CultureInfo.InvariantCulture, $"The Ocean private key is one of anvil's, which everybody knows, and chain {chainId} is not the local one: use a key of your own."));
        }
        return new Wallet(key, secret.Reveal().Trim(), chainId);
    }

    /// <summary>Signs a text as personal_sign does (EIP-191).</summary>
    public string SignText(string text) => new EthereumMessageSigner().EncodeUTF8AndSign(text, key);

    /// <inheritdoc/>
    public override string ToString() => Address;
}
