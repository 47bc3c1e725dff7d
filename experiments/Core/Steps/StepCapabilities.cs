using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>What step lists can describe at best; a network's own settings narrow it.</summary>
internal static class StepCapabilities
{
    /// <summary>Everything but splitting.</summary>
    internal static Capabilities AtBest { get; } = new()
    {
        JobTypes = [JobType.Batch, JobType.Service],
        ModelDelivery = Enum.GetValues<ModelDelivery>(),
        Unsupported = new Dictionary<string, string> { ["partitions"] = "the steps send one workload; write one step per partition to split it" },
    };
}
