using System.Text.Json.Nodes;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>A job as the node shows it: start gives the id with its cluster, status and stop give it bare.</summary>
internal static class JobJson
{
    public static JsonObject Started(ComputeJob job, long chainId) => new()
    {
        ["owner"] = job.Request.Owner,
        ["jobId"] = job.Id,
        ["jobIdHash"] = job.IdHash,
        ["dateCreated"] = Seconds(job.Created),
        ["dateFinished"] = null,
        ["status"] = (int)job.Status,
        ["statusText"] = JobStatusText.Of(job.Status),
        ["results"] = new JsonArray(),
        ["maxJobDuration"] = job.Request.MaxSeconds,
        ["environment"] = job.Environment,
        ["stopRequested"] = job.StopRequested,
        ["resources"] = Resources(job),
        ["isFree"] = job.IsFree,
        ["algoStartTimestamp"] = "0",
        ["algoStopTimestamp"] = "0",
        ["payment"] = Payment(job, chainId),
        ["metadata"] = job.Request.Metadata?.DeepClone(),
        ["additionalViewers"] = job.Request.AdditionalViewers?.DeepClone(),
        ["terminationDetails"] = Termination(job),
        ["algoDuration"] = 0,
        ["queueMaxWaitTime"] = 0,
        ["buildStartTimestamp"] = "0",
        ["buildStopTimestamp"] = "0",
    };

    public static JsonObject Status(ComputeJob job, long chainId, bool withResults) => new()
    {
        ["owner"] = job.Request.Owner,
        ["did"] = null,
        ["jobId"] = job.BareId,
        ["dateCreated"] = Seconds(job.Created),
        ["dateFinished"] = job.Finished is null ? null : Seconds(job.Finished),
        ["status"] = (int)job.Status,
        ["statusText"] = JobStatusText.Of(job.Status),
        ["results"] = withResults ? job.Results.ToJson() : null,
        ["inputDID"] = null,
        ["algoDID"] = null,
        ["agreementId"] = null,
        ["environment"] = job.Environment,
        ["stopRequested"] = job.StopRequested,
        ["resources"] = Resources(job),
        ["isFree"] = job.IsFree,
        ["algoStartTimestamp"] = Seconds(job.AlgorithmStart),
        ["algoStopTimestamp"] = Seconds(job.AlgorithmStop),
        ["metadata"] = job.Request.Metadata?.DeepClone(),
        ["additionalViewers"] = job.Request.AdditionalViewers?.DeepClone(),
        ["terminationDetails"] = Termination(job),
        ["payment"] = Payment(job, chainId),
        ["algoDuration"] = 0,
        ["queueMaxWaitTime"] = 0,
        ["jobIdHash"] = job.IdHash,
        ["buildStartTimestamp"] = Seconds(job.BuildStart),
        ["buildStopTimestamp"] = Seconds(job.BuildStop),
        ["maxJobDuration"] = job.Request.MaxSeconds,
    };

    private static JsonArray Resources(ComputeJob job) =>
        [.. job.Request.Resources.Select(entry => new JsonObject { ["id"] = entry.Key, ["amount"] = entry.Value })];

    private static JsonObject Termination(ComputeJob job) => new() { ["exitCode"] = job.ExitCode, ["OOMKilled"] = job.OutOfMemory };

    private static JsonObject? Payment(ComputeJob job, long chainId) => job.Payment is not { } payment ? null : new()
    {
        ["chainId"] = chainId,
        ["token"] = payment.Token,
        ["lockTx"] = payment.LockTransaction,
        ["claimTx"] = payment.ClaimTransaction,
        ["cancelTx"] = null,
        ["cost"] = payment.Cost,
    };

    // Milliseconds as a decimal fraction, as Date.now() / 1000 prints them.
    private static string Seconds(DateTimeOffset? time) => time is { } stamp ? JavaScriptNumber.Format(stamp.ToUnixTimeMilliseconds() / 1000.0) : "0";
}
