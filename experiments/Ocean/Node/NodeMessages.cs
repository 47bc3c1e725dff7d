using System.Globalization;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Ocean.Node;

/// <summary>One compute environment, with what the survey needs of it.</summary>
internal sealed record EnvironmentOffer(
    string Id, string ConsumerAddress, IReadOnlyList<ResourceOffer> Resources, IReadOnlyDictionary<string, decimal> Prices, bool HasFreeTier,
    int MinJobSeconds, int MaxJobSeconds, string? FeeToken, string Architecture)
{
    /// <summary>The part of the id that job ids begin with.</summary>
    public string ClusterHash => Id.Split('-')[0];
}

/// <summary>One resource of an environment.</summary>
internal sealed record ResourceOffer(string Id, string Type, double Total, double Max, string? Description);

/// <summary>A job as the node tells it.</summary>
internal sealed record NodeJob(
    string BareId, int Status, string StatusText, IReadOnlyList<NodeResult> Results, double AlgorithmStart, double AlgorithmStop, double Created, double? Finished,
    long? ExitCode, bool OutOfMemory, bool StopRequested, bool IsFree, string? LockTransaction, string? ClaimTransaction, string JobIdHash, string? Run, string? Experiment, string? Attempt)
{
    public const int Running = 40;
    public const int FinishedStatus = 70;
    public const int Settling = 71;

    /// <summary>Whether it will not change any more, but for its settlement.</summary>
    public bool IsOver => Finished is not null || Status is Settling or FinishedStatus or 2 or 11 or 13 or 14 or 21 or 22 or 31 or 32 or 41;

    /// <summary>Results there, zero exit, not out of memory; status alone says nothing, because failed runs end as 70 too.</summary>
    public bool Succeeded => Status is Settling or FinishedStatus && ExitCode == 0 && !OutOfMemory;

    /// <summary>Whether the node has claimed what it is owed, or is owed nothing.</summary>
    public bool IsSettled => IsFree ? IsOver : ClaimTransaction is not null;

    public static NodeJob Read(JsonObject job)
    {
        var termination = job["terminationDetails"] as JsonObject;
        var payment = job["payment"] as JsonObject;
        return new NodeJob(
            ((string?)job["jobId"] ?? "").Split('-')[^1],
            (int?)job["status"] ?? 0,
            (string?)job["statusText"] ?? "",
            [.. (job["results"] as JsonArray ?? []).OfType<JsonObject>().Select(result => new NodeResult((string?)result["type"] ?? "", (int?)result["index"] ?? 0, (long?)result["filesize"] ?? 0))],
            Number(job["algoStartTimestamp"]) ?? 0,
            Number(job["algoStopTimestamp"]) ?? 0,
            Number(job["dateCreated"]) ?? 0,
            Number(job["dateFinished"]),
            (long?)termination?["exitCode"],
            (bool?)termination?["OOMKilled"] == true,
            (bool?)job["stopRequested"] == true,
            (bool?)job["isFree"] == true,
            (string?)payment?["lockTx"],
            (string?)payment?["claimTx"],
            (string?)job["jobIdHash"] ?? "",
            Mark(job, "run"),
            Mark(job, "experiment"),
            Mark(job, "attempt"));
    }

    private static string? Mark(JsonObject job, string name) => ((job["metadata"] as JsonObject)?[name] as JsonValue)?.ToString();

    // Times are epoch seconds as text.
    private static double? Number(JsonNode? value) =>
        value is JsonValue text && double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>One result file; always looked up by type, because the index counts only the files that are there.</summary>
internal sealed record NodeResult(string Type, int Index, long Bytes);
