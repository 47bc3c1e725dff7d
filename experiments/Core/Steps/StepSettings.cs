using System.ComponentModel;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Steps;

/// <summary>A network described by lists of steps. One list per thing that a driver does.</summary>
/// <typeparam name="TStep">How a step is carried out.</typeparam>
public abstract record StepSettings<TStep> : ISelfChecking
    where TStep : Step
{
    /// <summary>The job types that the steps can run.</summary>
    [Description("The job types that the steps can run.")]
    public IReadOnlyList<JobType> Jobs { get; init; } = [JobType.Batch];

    /// <summary>How the model reaches the worker.</summary>
    [Description("How the model reaches the worker; the first is the usual way.")]
    public IReadOnlyList<ModelDelivery> Delivery { get; init; } = [ModelDelivery.Mount];

    /// <summary>Whether the network pulls the image and reads the inputs from elsewhere.</summary>
    [Description("True when the network must pull the image and read the inputs from elsewhere.")]
    public bool NeedsReach { get; init; }

    /// <summary>Named templates, rendered in order before the first step.</summary>
    [Description("Variables: named templates, rendered in order before the first step of each list.")]
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>What is on offer; spends nothing.</summary>
    [Description("Steps that look at what is on offer. They spend nothing.")]
    public IReadOnlyList<TStep> Survey { get; init; } = [];

    /// <summary>What the survey steps found.</summary>
    [Description("What the survey steps found, as templates over the captured values.")]
    public OfferSpec? Offer { get; init; }

    /// <summary>Steps that ask for the price.</summary>
    [Description("Steps that ask for the price.")]
    public IReadOnlyList<TStep> Quote { get; init; } = [];

    /// <summary>The price ceiling.</summary>
    [Description("The price ceiling, as an expression over captured values. Absent: the network takes no money.")]
    public PriceSpec? Price { get; init; }

    /// <summary>Steps that bring the experiment to the first workload.</summary>
    [Description("Steps that bring the experiment to the point where the first workload can be sent.")]
    public IReadOnlyList<TStep> Deploy { get; init; } = [];

    /// <summary>Steps that wait for readiness; part of Deploy.</summary>
    [Description("Steps that wait until the deployed thing is ready. Part of Deploy.")]
    public IReadOnlyList<TStep> Ready { get; init; } = [];

    /// <summary>Steps that run one workload.</summary>
    [Description("Steps that run one workload and collect its predictions.")]
    public IReadOnlyList<TStep> Invoke { get; init; } = [];

    /// <summary>Steps that fetch logs, also after a failure.</summary>
    [Description("Steps that fetch logs into the evidence, also after a failed workload. Never needed for the result.")]
    public IReadOnlyList<TStep> Logs { get; init; } = [];

    /// <summary>Undo steps, named by <see cref="RecordSpec.Undo"/>.</summary>
    [Description("Undo steps. They run only for recorded resources, with the variables resource.id, resource.name and those kept at the record.")]
    public IReadOnlyList<TStep> Teardown { get; init; } = [];

    /// <summary>Steps that list what a run still has on the network.</summary>
    [Description("Steps that list what the run still has on the network.")]
    public IReadOnlyList<TStep> Residue { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check() => StepChecks.Of(this).Concat(Problems());

    /// <summary>What is wrong with the keys that only one driver has.</summary>
    private protected virtual IEnumerable<SpecificationProblem> Problems() => [];
}

/// <summary>What the survey steps found, as templates.</summary>
[Description("What the survey steps found, as templates over the captured values.")]
public sealed record OfferSpec
{
    /// <summary>Name and version of the node software.</summary>
    [Description("Name and version of the node software.")]
    public required string Software { get; init; }

    /// <summary>Cores on offer.</summary>
    [Description("Cores on offer.")]
    public string? Cpu { get; init; }

    /// <summary>Memory on offer, bytes.</summary>
    [Description("Memory on offer, bytes.")]
    public string? MemoryBytes { get; init; }

    /// <summary>Features, for example engines.</summary>
    [Description("Features, for example engines.")]
    public IReadOnlyList<string> Features { get; init; } = [];
}

/// <summary>A price as an expression.</summary>
[Description("A price ceiling as an expression over captured values.")]
public sealed record PriceSpec
{
    /// <summary>Template that renders to a decimal number.</summary>
    [Description("Template that renders to a decimal number, for example '{{ cents_per_hour * limits.run / 3600 / 100 }}'.")]
    public required string Amount { get; init; }

    /// <summary>The currency or token.</summary>
    [Description("The currency or token.")]
    public required string Currency { get; init; }

    /// <summary>How it comes about.</summary>
    [Description("How the price comes about, in one sentence.")]
    public required string Basis { get; init; }
}
