using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification;

/// <summary>One experiment.</summary>
[Description("One model on one network with one job type and one workload.")]
public sealed record ExperimentSpec : ISelfChecking
{
    /// <summary>One sentence for lists and reports.</summary>
    [Description("One sentence for lists and reports.")]
    public string? Description { get; init; }

    /// <summary>The network.</summary>
    [Description("The network it runs on.")]
    [Reference("networks")]
    public required string Network { get; init; }

    /// <summary>The model.</summary>
    [Description("The model it runs.")]
    [Reference("models")]
    public required string Model { get; init; }

    /// <summary>The worker image.</summary>
    [Description("The image of the worker.")]
    [Reference("images")]
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
    [DriverDefined]
    public JsonObject? Options { get; init; }

    /// <summary>The entry of the YAML whose matrix this experiment comes from; null without a matrix.</summary>
    [JsonIgnore]
    public string? ExpandedFrom { get; init; }

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check()
    {
        if (Workload.Images > 0 && Workload.Partitions > Workload.Images)
        {
            yield return new SpecificationProblem(
                "workload.partitions", $"splits {Workload.Images} images into {Workload.Partitions} partitions; expected one image per partition or more.");
        }

        if (Job == JobType.Service && Workload.Partitions > 1)
        {
            yield return new SpecificationProblem(
                "workload.partitions", $"splits a service into {Workload.Partitions} partitions; expected 1, only a batch can be split.");
        }

        if (Job == JobType.Service && Workload.Concurrency > Workload.Requests)
        {
            yield return new SpecificationProblem(
                "workload.concurrency", $"has {Workload.Concurrency} requests under way at once of {Workload.Requests} in all; expected no more than there are.");
        }
    }
}

/// <summary>What is sent to the model.</summary>
[Description("What is sent to the model.")]
public sealed record WorkloadSpec
{
    /// <summary>Images to predict, from the first test image; 0 takes all of those, more than there are go on with the training images.</summary>
    [Description("Images to predict, from the first of the test set; 0 takes all of it, more than it has go on with the training images.")]
    [Range(0, int.MaxValue)]
    public int Images { get; init; }

    /// <summary>Images per inference call of the worker.</summary>
    [Description("batch: images per inference call.")]
    [Range(1, 65536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Parts the inputs are split into, one per node.</summary>
    [Description("batch: parts the inputs are split into, one per node.")]
    [Range(1, 10000)]
    public int Partitions { get; init; } = 1;

    /// <summary>Single requests sent to a service.</summary>
    [Description("service: single requests to send.")]
    [Range(1, 10_000_000)]
    public int Requests { get; init; } = 1000;

    /// <summary>Requests under way at once.</summary>
    [Description("service: requests under way at once.")]
    [Range(1, 10000)]
    public int Concurrency { get; init; } = 1;

    /// <summary>Repetitions of the whole workload.</summary>
    [Description("Repetitions of the whole workload; the first is cold, the rest are warm.")]
    [Range(1, 10000)]
    public int Repeat { get; init; } = 1;
}

/// <summary>What the worker asks for.</summary>
[Description("What the worker asks the network for.")]
public sealed record ResourceSpec
{
    /// <summary>Cores.</summary>
    [Description("Cores, fractions allowed.")]
    [Range(0.01, 10000)]
    public double Cpu { get; init; } = 1;

    /// <summary>Memory in MiB.</summary>
    [Description("Memory in MiB.")]
    [Range(16, 16_777_216)]
    public int MemoryMiB { get; init; } = 512;

    /// <summary>Disk in MiB.</summary>
    [Description("Disk in MiB.")]
    [Range(0, 1_073_741_824)]
    public int DiskMiB { get; init; } = 1024;

    /// <summary>GPUs.</summary>
    [Description("GPUs.")]
    [Range(0, 1024)]
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
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Start { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>One workload.</summary>
    [Description("Time for one workload, for example 10m.")]
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Run { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Teardown until proved.</summary>
    [Description("Time for teardown until it is proved, for example 2m.")]
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Teardown { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most attempts at one call that is safe to repeat.</summary>
    [Description("Attempts at one call that is safe to repeat, 1 to 10.")]
    [Range(1, 10)]
    public int Attempts { get; init; } = 3;
}
