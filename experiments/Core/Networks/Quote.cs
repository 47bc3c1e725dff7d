namespace Survey.Experiments.Networks;

/// <summary>The price ceiling of one experiment, before anything is created.</summary>
/// <param name="Ceiling">The most it can cost.</param>
/// <param name="Basis">How the ceiling comes about, in one sentence.</param>
/// <param name="Parts">What it is made of; empty where the network gives only a total.</param>
/// <param name="ValidUntil">When the offer ends, where the network says so.</param>
public sealed record Quote(Money Ceiling, string Basis, IReadOnlyList<QuotePart> Parts, DateTimeOffset? ValidUntil = null);

/// <summary>One part of a quote.</summary>
/// <param name="Name">What is paid for.</param>
/// <param name="Amount">How much at most.</param>
public sealed record QuotePart(string Name, Money Amount);

/// <summary>One movement of money that really happened.</summary>
/// <param name="From">Who paid (a role: <c>client</c>, <c>escrow</c>).</param>
/// <param name="To">Who received (a role: <c>operator</c>, <c>model owner</c>, <c>network</c>, <c>gas</c>).</param>
/// <param name="Amount">How much.</param>
/// <param name="What">What for, in a few words.</param>
/// <param name="TransactionId">The transaction, where there is one.</param>
public sealed record Payment(string From, string To, Money Amount, string What, string? TransactionId = null);
