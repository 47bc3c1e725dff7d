using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>One line of <c>journal.jsonl</c>.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Step">What it says.</param>
/// <param name="Run">The run.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Network">The network (or the hosting) the resources live on; one experiment can have several.</param>
public sealed record JournalLine(DateTimeOffset At, JournalStep Step, string Run, string Experiment, string Network)
{
    /// <summary>Ties the lines about one resource together.</summary>
    public string? Ticket { get; init; }

    /// <summary>Begin: where to find the network again.</summary>
    public NetworkEndpoint? Endpoint { get; init; }

    /// <summary>Intent and created: the resource as known then.</summary>
    public Resource? Resource { get; init; }

    /// <summary>Deleted, gone, remains, residue: what was asked and answered.</summary>
    public string? Evidence { get; init; }

    /// <summary>Hold: until when.</summary>
    public DateTimeOffset? Until { get; init; }
}
