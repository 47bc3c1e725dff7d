using System.Text.Json.Nodes;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>What a job was started with.</summary>
internal sealed record JobRequest
{
    public required string Owner { get; init; }

    public required bool IsFree { get; init; }

    public required IReadOnlyDictionary<string, int> Resources { get; init; }

    public required int MaxSeconds { get; init; }

    public required ImageReference Image { get; init; }

    /// <summary>Program and arguments, not yet split.</summary>
    public required string Entrypoint { get; init; }

    public string? RawCode { get; init; }

    public JsonNode? CustomData { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<JobInput> Inputs { get; init; } = [];

    /// <summary>File of the algorithm asset; null when the code is in the request or the image.</summary>
    public JobInput? Algorithm { get; init; }

    public JsonNode? Metadata { get; init; }

    public JsonArray? AdditionalViewers { get; init; }
}

/// <summary>A file that a job gets.</summary>
/// <param name="File">The file object.</param>
/// <param name="Did">The asset it comes from; null for a file given as it is.</param>
/// <param name="ServiceId">The service of the asset.</param>
internal sealed record JobInput(JsonObject File, string? Did = null, string? ServiceId = null);

/// <summary>What the escrow holds for a job.</summary>
/// <param name="Token">The token it is paid in.</param>
/// <param name="LockTransaction">The transaction that locked it.</param>
internal sealed record JobPayment(string Token, string LockTransaction)
{
    public string? ClaimTransaction { get; init; }

    /// <summary>What was claimed, in tokens.</summary>
    public decimal Cost { get; init; }
}
