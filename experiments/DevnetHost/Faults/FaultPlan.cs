using System.Text.Json.Serialization;

namespace Survey.Devnets;

/// <summary>
/// Faults a devnet makes on demand. Shares are from 0 (never) to 1 (always); each request or piece of work is decided on its own,
/// from the seed, so that a run can be repeated.
/// </summary>
public sealed record FaultPlan
{
    /// <summary>No fault.</summary>
    public static FaultPlan None { get; } = new();

    /// <summary>Time added to each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Share of requests answered with 503 and not carried out.</summary>
    public double ServerErrors { get; init; }

    /// <summary>Share of requests whose connection breaks: one half before, one half after they were carried out.</summary>
    public double DroppedConnections { get; init; }

    /// <summary>Time added to each fetch of a result.</summary>
    public TimeSpan SlowResults { get; init; }

    /// <summary>Share of fetches of a result that break off half-way.</summary>
    public double TruncatedResults { get; init; }

    /// <summary>Share of pieces of work that fail instead of running.</summary>
    public double FailedWork { get; init; }

    /// <summary>Share of pieces of work that are never begun: they wait for ever for a decision.</summary>
    public double StuckWork { get; init; }

    /// <summary>Nodes, counted from the last, whose results carry changed predictions.</summary>
    public int LyingNodes { get; init; }

    /// <summary>Nodes, counted from the last, that vanish once they have begun work.</summary>
    public int LostNodes { get; init; }

    /// <summary>Seed of the decisions.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether nothing is asked for.</summary>
    [JsonIgnore]
    public bool IsNone => this with { Seed = None.Seed } == None;
}
