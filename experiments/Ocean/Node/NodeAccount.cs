using System.Globalization;
using System.Numerics;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;

namespace Survey.Experiments.Ocean.Node;

/// <summary>What a signed call carries.</summary>
internal sealed record SignedCall(string Address, string Nonce, string Signature)
{
    /// <summary>As parameters of a query.</summary>
    public string Query => $"consumerAddress={Address}&nonce={Nonce}&signature={Signature}";
}

/// <summary>
/// Signs calls of one account to one node. The node demands growing nonces and cannot tell two calls at once apart, so there is one lock
/// for each node and address in the process.
/// </summary>
internal sealed class NodeAccount(NodeHttp http, Wallet wallet)
{
    private static readonly KeyedLocks Locks = new();

    public string Address => wallet.Address;

    /// <summary>Makes a signed call; once more with a fresh nonce when another program took the nonce.</summary>
    public async Task<T> CallAsync<T>(string command, Func<SignedCall, Task<T>> call, CancellationToken cancellationToken)
    {
        using var _ = await Locks.EnterAsync($"{http.Address} {wallet.Address}", cancellationToken);
        try
        {
            return await call(await SignAsync(command, cancellationToken));
        }
        catch (NodeRefusedException refused) when (refused.Refusal == NodeRefusal.Nonce)
        {
            return await call(await SignAsync(command, cancellationToken));
        }
    }

    /// <summary>Makes a signed call that is safe to repeat, with a new nonce each time.</summary>
    public Task<T> RepeatAsync<T>(string command, Func<SignedCall, Task<T>> call, CancellationToken cancellationToken) =>
        http.RepeatAsync(() => CallAsync(command, call, cancellationToken), cancellationToken);

    private async Task<SignedCall> SignAsync(string command, CancellationToken cancellationToken)
    {
        var answer = await http.JsonAsync(
            () => new HttpRequestMessage(HttpMethod.Get, new Uri(http.Address, $"/api/services/nonce?userAddress={wallet.Address}")), "tell the nonce", cancellationToken);
        if (!BigInteger.TryParse(answer?["nonce"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            throw new NetworkException(NetworkErrorKind.Untrustworthy, "The ocean-node's nonce is no number.");
        var nonce = (last + 1).ToString(CultureInfo.InvariantCulture);
        return new SignedCall(wallet.Address, nonce, wallet.SignText(SignatureText.Of(wallet.Address, nonce, command)));
    }
}
