using System.Globalization;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Ocean.Assets;

/// <summary>Writes the description of an asset (version 4.1.0).</summary>
internal static class DdoWriter
{
    public static JsonObject Write(
        AssetDraft draft, string did, long chainId, string nft, string datatoken, string encryptedFiles, string serviceId, Uri node, DateTimeOffset created, DateTimeOffset updated) => new()
        {
            ["@context"] = new JsonArray("https://w3id.org/did/v1"),
            ["id"] = did,
            ["version"] = "4.1.0",
            ["chainId"] = chainId,
            ["nftAddress"] = nft,
            ["metadata"] = Metadata(draft, created, updated),
            ["services"] = new JsonArray(new JsonObject
            {
                ["id"] = serviceId,
                ["type"] = "compute",
                ["files"] = encryptedFiles,
                ["datatokenAddress"] = datatoken,
                ["serviceEndpoint"] = node.ToString().TrimEnd('/'),
                ["timeout"] = draft.TimeoutSeconds,
                ["compute"] = new JsonObject
                {
                    ["allowRawAlgorithm"] = false,
                    ["allowNetworkAccess"] = false,
                    ["publisherTrustedAlgorithmPublishers"] = new JsonArray(),
                    ["publisherTrustedAlgorithms"] = new JsonArray([.. draft.Trusted.Select(trusted => trusted.ToJson())]),
                },
            }),
            ["credentials"] = new JsonObject { ["allow"] = new JsonArray(), ["deny"] = new JsonArray() },
        };

    private static JsonObject Metadata(AssetDraft draft, DateTimeOffset created, DateTimeOffset updated)
    {
        var metadata = new JsonObject
        {
            ["created"] = Time(created),
            ["updated"] = Time(updated),
            ["type"] = draft.Role == AssetRole.Algorithm ? "algorithm" : "dataset",
            ["name"] = draft.Name,
            ["description"] = draft.Description,
            ["author"] = "survey",
            ["license"] = "none",
        };
        if (draft.Container is { } container)
            metadata["algorithm"] = new JsonObject { ["language"] = "onnx", ["version"] = "1.0", ["container"] = container.DeepClone() };
        return metadata;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
