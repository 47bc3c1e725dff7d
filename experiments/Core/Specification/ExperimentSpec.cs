using System.ComponentModel;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification;

/// <summary>One experiment.</summary>
[Description("One model on one network with one job type and one workload.")]
public sealed record ExperimentSpec
{
    /// <summary>One sentence for lists and reports.</summary>
    [Description("One sentence for lists and reports.")]
    public string? Description { get; init; }

    /// <summary>The network.</summary>
    [Description("The network it runs on.")]
    public required string Network { get; init; }

    /// <summary>The model.</summary>
    [Description("The model it runs.")]
    public required string Model { get; init; }

    /// <summary>The worker image.</summary>
    [Description("The image of the worker.")]
    public required string Image { get; init; }

    /// <summary>Batch or service.</summary>
    [Description("batch (runs to completion) or service (answers requests).")]
    public JobType Job { get; init; } = JobType.Batch;

    /// <summary>How the model reaches the worker; null lets the driver choose its usual way.</summary>
    [Description("How the model reaches the worker: image, url, inline, mount or asset. Absent: the driver's usual way.")]
    public ModelDelivery? Delivery { get; init; }

    /// <summary>What is sent.</summary>
    [Description("What is sent to the model.")]
    public WorkloadSpec Workload { get; init; } = new();

    /// <summary>What the worker asks for.</summary>
    [Description("What the worker asks the network for.")]
    public ResourceSpec Resources { get; init; } = new();

    /// <summary>Money and time.</summary>
    [Description("The most it may cost and take.")]
    public LimitSpec Limits { get; init; } = new();

    /// <summary>Probes to run after Invoke.</summary>
    [Description("Probes to run after Invoke, for example versioning.")]
    public IReadOnlyList<string> Probes { get; init; } = [];

    /// <summary>Faults asked of the devnet, by name and strength.</summary>
    [Description("Faults asked of the devnet, see its reference page. Refused with --real.")]
    public JsonObject? Faults { get; init; }

    /// <summary>Driver options, bound to <see cref="NetworkDriver.Options"/>.</summary>
    [Description("Options of the driver, see its reference page.")]
    public JsonObject? Options { get; init; }
}

/// <summary>What is sent to the model.</summary>
[Description("What is sent to the model.")]
public sealed record WorkloadSpec
{
    /// <summary>Images to predict, from the first; 0 takes all test images.</summary>
    [Description("Images to predict, from the first of the test set; 0 takes all.")]
    public int Images { get; init; }

    /// <summary>Images per inference call of the worker.</summary>
    [Description("batch: images per inference call.")]
    public int BatchSize { get; init; } = 64;

    /// <summary>Parts the inputs are split into, one per node.</summary>
    [Description("batch: parts the inputs are split into, one per node.")]
    public int Partitions { get; init; } = 1;

    /// <summary>Single requests sent to a service.</summary>
    [Description("service: single requests to send.")]
    public int Requests { get; init; } = 1000;

    /// <summary>Requests under way at once.</summary>
    [Description("service: requests under way at once.")]
    public int Concurrency { get; init; } = 1;

    /// <summary>Repetitions of the whole workload.</summary>
    [Description("Repetitions of the whole workload; the first is cold, the rest are warm.")]
    public int Repeat { get; init; } = 1;
}

/// <summary>What the worker asks for.</summary>
[Description("What the worker asks the network for.")]
public sealed record ResourceSpec
{
    /// <summary>Cores.</summary>
    [Description("Cores, fractions allowed.")]
    public double Cpu { get; init; } = 1;

    /// <summary>Memory in MiB.</summary>
    [Description("Memory in MiB.")]
    public int MemoryMiB { get; init; } = 512;

    /// <summary>Disk in MiB.</summary>
    [Description("Disk in MiB.")]
    public int DiskMiB { get; init; } = 1024;

    /// <summary>GPUs.</summary>
    [Description("GPUs.")]
    public int Gpu { get; init; }
}

/// <summary>The most an experiment may cost and take.</summary>
[Description("The most an experiment may cost and take.")]
public sealed record LimitSpec
{
    /// <summary>Budget; null where the network takes no money.</summary>
    [Description("The most it may cost, for example '3 OCEAN'. Needed where the network takes money.")]
    public Money? Budget { get; init; }

    /// <summary>From Deploy to ready or placed.</summary>
    [Description("Time from Deploy to ready, or from submission to start, for example 2m.")]
    public TimeSpan Start { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>One workload.</summary>
    [Description("Time for one workload, for example 10m.")]
    public TimeSpan Run { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Teardown until proved.</summary>
    [Description("Time for teardown until it is proved, for example 2m.")]
    public TimeSpan Teardown { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most attempts at one call that is safe to repeat.</summary>
    [Description("Attempts at one call that is safe to repeat, 1 to 10.")]
    public int Attempts { get; init; } = 3;
}
