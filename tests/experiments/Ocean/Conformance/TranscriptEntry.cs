using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>One request and its answer, as recorded at the real node.</summary>
internal sealed record TranscriptEntry(
    int Sequence, string Note, string Method, string Path, bool HasAuthorization, string? RequestType, JsonNode? RequestBody, int Status, string? ResponseType, JsonNode? ResponseBody)
{
    /// <summary>Polls and nonce reads are left out: they repeat what others show.</summary>
    private static readonly string[] LeftOut = ["nonce read before signing", "status poll", "poll of the DDO"];

    public static IReadOnlyList<TranscriptEntry> Load(string file) =>
    [
        .. JsonNode.Parse(File.ReadAllText(file))!.AsArray().OfType<JsonObject>()
            .Select(Read)
            .Where(entry => !LeftOut.Contains(entry.Note)),
    ];

    // The trimmed copies are flatter than the recordings.
    private static TranscriptEntry Read(JsonObject entry) => new(
        (int)entry["seq"]!,
        (string)entry["note"]!,
        (string)entry["method"]!,
        (string)entry["path"]!,
        (entry["authorization"] ?? entry["requestHeaders"]?["authorization"]) is JsonValue flag && flag.TryGetValue<bool>(out var has) && has,
        (string?)(entry["requestType"] ?? entry["requestHeaders"]?["content-type"]),
        entry["requestBody"]?.DeepClone(),
        (int)entry["status"]!,
        (string?)(entry["responseType"] ?? entry["responseHeaders"]?["content-type"]),
        entry["responseBody"]?.DeepClone());
}
