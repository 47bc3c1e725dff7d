using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>What a network of step lists can do.</summary>
internal static class StepCapabilities
{
    private static readonly Dictionary<string, string> Unsupported =
        new() { ["partitions"] = "The steps send one workload: write one step per partition to split it." };

    /// <summary>The most that step lists can describe; a network's own settings narrow it.</summary>
    internal static Capabilities AtBest { get; } = new()
    {
        JobTypes = [JobType.Batch, JobType.Service],
        ModelDelivery = Enum.GetValues<ModelDelivery>(),
        Unsupported = Unsupported,
    };

    /// <summary>What these settings say.</summary>
    internal static Capabilities Of<TStep>(StepSettings<TStep> settings)
        where TStep : Step => new()
        {
            JobTypes = settings.Jobs,
            ModelDelivery = settings.Delivery,
            CostsMoney = settings.Price is not null,
            NeedsReach = settings.NeedsReach,
            Unsupported = Unsupported,
        };
}
