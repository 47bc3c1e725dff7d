using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Auth;

/// <summary>Tokens of accounts: JWTs signed with a secret of this node.</summary>
internal sealed class TokenStore(TimeProvider time)
{
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (string Address, DateTimeOffset? Until)> tokens = new(StringComparer.Ordinal);

    public string Create(string address, string nonce, long? validUntilMilliseconds)
    {
        var now = time.GetUtcNow();
        var payload = new JsonObject
        {
            ["address"] = address,
            ["nonce"] = nonce,
            ["createdAt"] = now.ToUnixTimeMilliseconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
        };
        var text = $"{Encode("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Encode(Encoding.UTF8.GetBytes(CanonicalJson.Write(payload)))}";
        var token = $"{text}.{Encode(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)))}";
        tokens[token] = (address, validUntilMilliseconds is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null);
        return token;
    }

    /// <summary>The account of a token that is valid now, or null.</summary>
    public string? AccountOf(string token) =>
        tokens.TryGetValue(token, out var known) && (known.Until is null || known.Until > time.GetUtcNow()) ? known.Address : null;

    public void Invalidate(string token) => tokens.TryRemove(token, out _);

    private static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
