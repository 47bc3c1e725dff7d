using System.ComponentModel;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Ocean;

/// <summary>Settings of the <c>ocean</c> driver. On the devnet none is needed: chain, contracts and play-money accounts are its own.</summary>
[Description("One ocean-node and the chain its contracts are on.")]
public sealed record OceanSettings
{
    /// <summary>JSON-RPC address of the chain.</summary>
    [Description("JSON-RPC address of the chain, usually ${OCEAN_RPC_URL}. The devnet brings its own.")]
    public string? Rpc { get; init; }

    /// <summary>Address file of Ocean's contracts.</summary>
    [Description("Address file of Ocean's contracts (address.json of @oceanprotocol/contracts), usually ${OCEAN_ADDRESS_FILE}.")]
    public string? AddressFile { get; init; }

    /// <summary>Private key of the buyer.</summary>
    [SecretReference]
    [Description("Private key of the account that buys and, without publisherKey, publishes: ${OCEAN_PRIVATE_KEY}. 0x and 64 hex digits.")]
    public string PrivateKey { get; init; } = "${OCEAN_PRIVATE_KEY}";

    /// <summary>Private key of the publisher.</summary>
    [SecretReference]
    [Description("Private key of the account that publishes and earns from the model, as ${NAME}. Absent: the buyer's.")]
    public string? PublisherKey { get; init; }

    /// <summary>Time between two looks at a job.</summary>
    [Description("Time between two looks at a job or an asset. Absent: 5 s, because a node with its default limits allows 30 requests a minute; 250 ms on the devnet, which has no limit.")]
    public TimeSpan? Poll { get; init; }

    /// <summary>How long teardown waits for the node to claim.</summary>
    [Description("How long teardown waits for the node to settle a job. Nodes claim once an hour; what is left then is residue until the next Sweep.")]
    public TimeSpan Settlement { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Options of an experiment on Ocean.</summary>
[Description("How the experiment uses Ocean.")]
public sealed record OceanOptions
{
    /// <summary>Whether the job runs in the free tier.</summary>
    [Description("true: a free job, without orders and escrow. Only for nodes that serve no private asset.")]
    public bool Free { get; init; }

    /// <summary>Price of the model.</summary>
    [Description("Price of one use of the model weights, in the chain's Ocean token. A free job's model has none.")]
    public decimal ModelPrice { get; init; } = 5m;

    /// <summary>The compute environment.</summary>
    [Description("Id of the compute environment. Absent: the first that offers what is asked for.")]
    public string? Environment { get; init; }

    /// <summary>The longest the job may run.</summary>
    [Description("The longest the job may run: this much is locked, the real time is billed.")]
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an order of an asset is valid.</summary>
    [Description("How long one order of an asset is valid; later jobs within it reuse the order.")]
    public TimeSpan OrderLifetime { get; init; } = TimeSpan.FromDays(1);
}
