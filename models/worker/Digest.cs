using Org.BouncyCastle.Crypto.Digests;

namespace Survey.Worker;

/// <summary>SHA-256 without OpenSSL: the platform's own ends the process in an image that does not carry libssl.</summary>
internal static class Digest
{
    public const int HexLength = 64;

    public static string Sha256(ReadOnlySpan<byte> content)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(content);
        Span<byte> result = stackalloc byte[32];
        digest.DoFinal(result);
        return Convert.ToHexStringLower(result);
    }

    public static bool IsHex(ReadOnlySpan<char> text) => text.Length == HexLength && !text.ContainsAnyExcept("0123456789abcdefABCDEF");
}
