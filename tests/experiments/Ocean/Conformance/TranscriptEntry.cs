using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>One request and its answer, as recorded at the real node.</summary>
internal sealed record TranscriptEntry(
    int Sequence, string Note, string Method, string Path, bool HasAuthorization, string? RequestType, JsonNode? RequestBody, int Status, string? ResponseType, JsonNode? ResponseBody)
{
    private const string Poll = "status poll";

    private static readonly string[] LeftOut = ["nonce read before signing", "poll of the DDO"];

    /// <summary>The status of a job that is over, where the answer is one.</summary>
    public JsonObject? Ending => Path.StartsWith("/api/services/compute?", StringComparison.Ordinal) && ResponseBody is JsonArray { Count: > 0 } jobs && jobs[0]?["dateFinished"] is not null
        ? jobs[0]!.AsObject()
        : null;

    /// <summary>A recording without polls and nonce reads, which repeat what others show; the poll that sees the end of a job is kept.</summary>
    public static IReadOnlyList<TranscriptEntry> Load(string file) =>
    [
        .. JsonNode.Parse(File.ReadAllText(file))!.AsArray().OfType<JsonObject>()
            .Select(Read)
            .Where(entry => !LeftOut.Contains(entry.Note) && (entry.Note != Poll || entry.Ending is not null)),
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
