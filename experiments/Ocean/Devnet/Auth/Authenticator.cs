using Survey.Devnets.Ocean.Http;

namespace Survey.Devnets.Ocean.Auth;

/// <summary>Who calls: by signature and nonce, or else by token.</summary>
internal sealed class Authenticator(NonceStore nonces, TokenStore tokens, OceanSwitches switches)
{
    private const string Nothing = "Invalid authentication, you need to provide either a token or an address, signature, message and nonce";

    /// <summary>The account that the call is made for; null when a token comes without an address.</summary>
    /// <exception cref="Refusal">The caller is not this account.</exception>
    public string? Authenticate(NodeRequest request, string command, string addressField = "consumerAddress")
    {
        var (address, nonce, signature) = (request.Text(addressField), request.Text("nonce"), request.Text("signature"));
        if (address is { Length: > 0 } && nonce is { Length: > 0 } && signature is { Length: > 0 })
        {
            nonces.Use(address, nonce, Signatures.Fits(address, nonce, command, signature));
            return address;
        }
        if (request.Token is not { } token)
            throw new Refusal(401, Nothing);
        var owner = tokens.AccountOf(token) ?? throw new Refusal(401, "Invalid token");
        if (address is { Length: > 0 } && !switches.TokenOfAnotherAccount && !string.Equals(owner, address, StringComparison.OrdinalIgnoreCase))
            throw new Refusal(401, "Invalid token");
        return address is { Length: > 0 } ? address : null;
    }
}
