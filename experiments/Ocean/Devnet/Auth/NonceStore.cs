using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using Survey.Devnets.Ocean.Http;

namespace Survey.Devnets.Ocean.Auth;

/// <summary>The last nonce of each address: the next one must be greater.</summary>
internal sealed class NonceStore
{
    private readonly ConcurrentDictionary<string, BigInteger> nonces = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();

    public string Get(string? address) =>
        (address is null ? BigInteger.Zero : nonces.GetValueOrDefault(address)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Checks the nonce, then the signature, and uses the nonce up when both are good.</summary>
    /// <exception cref="Refusal">Either is not.</exception>
    public void Use(string address, string nonce, bool signatureFits)
    {
        if (!BigInteger.TryParse(nonce, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw Mismatch();
        lock (gate)
        {
            if (number <= nonces.GetValueOrDefault(address))
                throw new Refusal(401, $"nonce: {nonce} is not a valid nonce");
            if (!signatureFits)
                throw Mismatch();
            nonces[address] = number;
        }
    }

    private static Refusal Mismatch() => new(401, "consumer address and nonce signature mismatch");
}
