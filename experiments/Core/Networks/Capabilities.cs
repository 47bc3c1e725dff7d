namespace Survey.Experiments.Networks;

/// <summary>How the model does its work.</summary>
public enum JobType
{
    /// <summary>Runs to completion over a given set of inputs.</summary>
    Batch,

    /// <summary>Keeps running and answers requests.</summary>
    Service,
}

/// <summary>How the model file reaches the worker.</summary>
public enum ModelDelivery
{
    /// <summary>Baked into a layer of the image.</summary>
    Image,

    /// <summary>Fetched by the network or the worker from a URL, checked against its SHA-256.</summary>
    Url,

    /// <summary>Carried inside the job specification.</summary>
    Inline,

    /// <summary>Bound from a folder of the machine that runs the worker (baseline and process isolation only).</summary>
    Mount,

    /// <summary>Published as an asset of its own that must be bought or granted.</summary>
    Asset,
}

/// <summary>What a network can do and, for each thing it cannot, the reason.</summary>
public sealed record Capabilities
{
    /// <summary>The job types that work.</summary>
    public required IReadOnlyList<JobType> JobTypes { get; init; }

    /// <summary>The ways a model can reach the worker, the usual one first.</summary>
    public required IReadOnlyList<ModelDelivery> ModelDelivery { get; init; }

    /// <summary>Most partitions one batch can be split into; 1 means no splitting.</summary>
    public int MaxPartitions { get; init; } = 1;

    /// <summary>Whether the network takes money, so that a budget is needed.</summary>
    public bool CostsMoney { get; init; }

    /// <summary>Whether the network must be able to pull the image and read the inputs from elsewhere (a real node; not the baseline).</summary>
    public bool NeedsReach { get; init; }

    /// <summary>
    /// Whether a price is told only for what the network can reach already, so that image and files are published before the quote. Publishing
    /// moves no money on the network, and is withdrawn like everything else when the quote is above the budget.
    /// </summary>
    public bool QuotesPublished { get; init; }

    /// <summary>For each thing that does not work (a job type, a delivery, "partitions", "gpu", ...), the reason in one sentence.</summary>
    public IReadOnlyDictionary<string, string> Unsupported { get; init; } = new Dictionary<string, string>();
}
