using System.Text.Json.Nodes;

namespace Survey.Devnets.Ocean.Assets;

/// <summary>What a description of version 4 must hold.</summary>
internal static class DdoRules
{
    private static readonly string[] Root = ["@context", "id", "version", "chainId", "nftAddress", "metadata", "services"];
    private static readonly string[] Metadata = ["created", "updated", "type", "name", "description", "author", "license"];
    private static readonly string[] Service = ["id", "type", "files", "datatokenAddress", "serviceEndpoint", "timeout"];
    private static readonly string[] Container = ["entrypoint", "image", "tag", "checksum"];

    public static bool IsValid(JsonObject ddo) =>
        Has(ddo, Root)
        && ((string?)ddo["id"])?.StartsWith("did:op:", StringComparison.Ordinal) == true
        && ddo["metadata"] is JsonObject metadata && Has(metadata, Metadata)
        && ((string?)metadata["type"] != "algorithm" || (metadata["algorithm"]?["container"] is JsonObject container && Has(container, Container)))
        && ddo["services"] is JsonArray { Count: > 0 } services
        && services.All(service => service is JsonObject entry && Has(entry, Service));

    private static bool Has(JsonObject value, string[] names) => names.All(name => value[name] is not null);
}
