using Nethereum.Util;

namespace Survey.Experiments.Ocean;

/// <summary>What is signed for a call to a node, and under which names commands are signed.</summary>
internal static class SignatureText
{
    public const string Encrypt = "encrypt";
    public const string DecryptDdo = "decryptDDO";
    public const string ValidateDdo = "validateDDO";
    public const string StartCompute = "startCompute";
    public const string FreeStartCompute = "freeStartCompute";
    public const string StopCompute = "stopCompute";
    public const string GetComputeResult = "getComputeResult";
    public const string GetComputeStreamableLogs = "getComputeStreamableLogs";
    public const string CreateAuthToken = "createAuthToken";
    public const string InvalidateAuthToken = "invalidateAuthToken";
    public const string Download = "download";

    /// <summary>
    /// The 66 characters of the message's hash. The hash as bytes is accepted by nodes too, but refused once in 256 when it begins with
    /// a zero byte; as text it never is.
    /// </summary>
    public static string Of(string consumerAddress, string nonce, string command) =>
        "0x" + Sha3Keccack.Current.CalculateHash(consumerAddress + nonce + command);
}
