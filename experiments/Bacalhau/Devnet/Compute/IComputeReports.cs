using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>What a compute node tells its orchestrator.</summary>
internal interface IComputeReports
{
    /// <summary>It can run the execution and waits for the word.</summary>
    void BidAccepted(string jobId, string executionId);

    /// <summary>It will not run the execution.</summary>
    void BidRejected(string jobId, string executionId, string reason);

    /// <summary>The execution failed, before or while it ran.</summary>
    void Failed(string jobId, string executionId, ExecutionFailure failure);

    /// <summary>The container ended by itself, whatever its exit code.</summary>
    void Completed(string jobId, string executionId, RunOutput output, PublishedResult published);
}

/// <summary>Why an execution failed.</summary>
/// <param name="Topic">The topic of its line of history.</param>
/// <param name="Message">The reason.</param>
/// <param name="Details">Details of its line of history.</param>
internal sealed record ExecutionFailure(string Topic, string Message, IReadOnlyDictionary<string, string> Details)
{
    /// <summary>A failure without a code of its own.</summary>
    public static ExecutionFailure Plain(string topic, string message) =>
        new(topic, message, new Dictionary<string, string> { ["IsError"] = "true" });
}
