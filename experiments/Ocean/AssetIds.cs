using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Survey.Experiments.Ocean;

/// <summary>Ids and checksums that follow from an asset's own content.</summary>
internal static class AssetIds
{
    /// <summary>The DID of the asset behind a data NFT, for descriptions of version 4.</summary>
    public static string Did(string nftAddress, long chainId) =>
        "did:op:" + Sha256(nftAddress + chainId.ToString(CultureInfo.InvariantCulture));

    /// <summary>The checksum of an algorithm's container in a list of trusted algorithms.</summary>
    public static string ContainerChecksum(string entrypoint, string checksum) => Sha256(entrypoint + checksum);

    /// <summary>SHA-256 of a text, lower-case hex.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
