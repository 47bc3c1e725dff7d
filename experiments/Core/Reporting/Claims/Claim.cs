namespace Survey.Experiments.Reporting.Claims;

/// <summary>One statement about a network that somebody else made: sourced and dated.</summary>
public sealed record Claim
{
    /// <summary>Unique over all networks, for example <c>golem-payment-scheme</c>: findings cite it.</summary>
    public required string Id { get; init; }

    /// <summary>The network it speaks about.</summary>
    public required string Network { get; init; }

    /// <summary>The survey property it speaks about, for example <c>economics</c>.</summary>
    public required string Property { get; init; }

    /// <summary>What it speaks about within the property; a rubric's criterion names it.</summary>
    public required string Topic { get; init; }

    /// <summary>The statement, one or two sentences in our words.</summary>
    public required string Statement { get; init; }

    /// <summary>The statement in the few words that fit into a cell of the matrix; null when it is not meant for one.</summary>
    public string? Cell { get; init; }

    /// <summary>Whether it says that the network does not do something; a cell made of it is <c>unsupported</c>.</summary>
    public bool Unsupported { get; init; }

    /// <summary>Where it stands.</summary>
    public required Uri Source { get; init; }

    /// <summary>The day the source was published or last changed.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The value a rubric scores, where the claim has one; a yes is 1, a no is 0.</summary>
    public double? Value { get; init; }
}
