using System.Security.Cryptography;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>A job, from its start to its settlement.</summary>
internal sealed class ComputeJob(JobRequest request, string clusterHash, string environment, DateTimeOffset created)
{
    public JobRequest Request => request;

    public string Environment => environment;

    public DateTimeOffset Created => created;

    /// <summary>Id without the cluster, as status shows it.</summary>
    public string BareId { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Id with the cluster, as start shows it.</summary>
    public string Id => $"{clusterHash}-{BareId}";

    /// <summary>The id on the chain.</summary>
    public string IdHash => "0x" + AssetIds.Sha256(BareId);

    public bool IsFree => request.IsFree;

    public JobStatus Status { get; set; } = request.Image.Dockerfile is null ? JobStatus.PullingImage : JobStatus.BuildingImage;

    public DateTimeOffset? Finished { get; set; }

    public DateTimeOffset? AlgorithmStart { get; set; }

    public DateTimeOffset? AlgorithmStop { get; set; }

    public DateTimeOffset? BuildStart { get; set; }

    public DateTimeOffset? BuildStop { get; set; }

    public bool StopRequested { get; set; }

    public long? ExitCode { get; set; }

    public bool? OutOfMemory { get; set; }

    public JobPayment? Payment { get; set; }

    public JobResults Results { get; } = new();

    public JobLog Log { get; } = new();

    /// <summary>Whether it still holds resources.</summary>
    public bool IsRunning => Finished is null;

    public int Amount(string resource) => request.Resources.GetValueOrDefault(resource);

    /// <summary>Whether this account may fetch its results.</summary>
    public bool MayRead(string? address) => address is not null
        && (Same(request.Owner, address) || request.AdditionalViewers?.Any(viewer => Same((string?)viewer, address)) == true);

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
