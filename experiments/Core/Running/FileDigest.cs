using System.Security.Cryptography;

namespace Survey.Experiments.Running;

/// <summary>SHA-256 of files, lower-case hex.</summary>
public static class FileDigest
{
    /// <summary>The digest of a file's content.</summary>
    public static string Of(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
