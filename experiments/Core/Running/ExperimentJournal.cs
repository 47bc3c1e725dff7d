using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>The journal of one experiment on one network. Safe to use from several tasks.</summary>
public sealed class ExperimentJournal : IExperimentJournal
{
    private readonly Journal journal;
    private readonly Lock gate = new();
    private readonly List<OpenResource> open;

    internal ExperimentJournal(Journal journal, string run, string experiment, string network, IReadOnlyList<OpenResource> open)
    {
        this.journal = journal;
        (Run, Experiment, Network) = (run, experiment, network);
        this.open = [.. open];
    }

    /// <summary>The run.</summary>
    public string Run { get; }

    /// <summary>The experiment.</summary>
    public string Experiment { get; }

    /// <summary>The network or hosting.</summary>
    public string Network { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Resource> Open
    {
        get
        {
            lock (gate)
                return [.. open.Select(entry => entry.Resource)];
        }
    }

    /// <inheritdoc/>
    public Task<JournalTicket> IntendAsync(Resource resource, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var ticket = new JournalTicket(Guid.CreateVersion7().ToString("n"));
        Write(JournalStep.Intent, ticket.Id, line => line with { Resource = resource });
        lock (gate)
            open.Add(new OpenResource(ticket.Id, resource));
        return Task.FromResult(ticket);
    }

    /// <inheritdoc/>
    public Task CreatedAsync(JournalTicket ticket, Resource resource, CancellationToken cancellationToken)
    {
        // Known in memory first, and whatever the token says: the resource exists, and teardown must have its id even on a full disk.
        lock (gate)
        {
            var index = open.FindIndex(entry => entry.Ticket == ticket.Id);
            if (index < 0)
                throw new InvalidOperationException($"The journal has no intent with ticket {ticket.Id}: IntendAsync comes before the create.");
            open[index] = new OpenResource(ticket.Id, resource);
        }

        Write(JournalStep.Created, ticket.Id, line => line with { Resource = resource });
        return Task.CompletedTask;
    }

    /// <summary>Writes what a teardown found out about the given resources.</summary>
    public void Record(TeardownProof proof)
    {
        foreach (var fate in proof.Resources)
        {
            if (Find(fate.Resource) is not { } entry)
                continue;
            if (fate.Fate is ResourceFate.Residue)
            {
                Write(JournalStep.Residue, entry.Ticket, line => line with { Evidence = fate.Evidence });
                continue;
            }

            Write(JournalStep.Deleted, entry.Ticket, line => line);
            var last = fate.Fate is ResourceFate.Gone ? JournalStep.Gone : JournalStep.Remains;
            Write(last, entry.Ticket, line => line with { Evidence = fate.Evidence });
            lock (gate)
                open.Remove(entry);
        }
    }

    /// <summary>Keeps Sweep off until the given time.</summary>
    public void Hold(DateTimeOffset until) => Write(JournalStep.Hold, null, line => line with { Until = until });

    /// <summary>Ends the hold.</summary>
    public void Release() => Write(JournalStep.Release, null, line => line);

    /// <summary>Says that the network was asked and has nothing left of this experiment.</summary>
    public void End() => Write(JournalStep.End, null, line => line);

    private OpenResource? Find(Resource resource)
    {
        lock (gate)
        {
            return open.Find(entry => ReferenceEquals(entry.Resource, resource))
                ?? open.Find(entry => entry.Resource.Kind == resource.Kind && entry.Resource.Name == resource.Name && entry.Resource.Id == resource.Id)
                ?? open.Find(entry => entry.Resource.Kind == resource.Kind && entry.Resource.Name == resource.Name);
        }
    }

    private void Write(JournalStep step, string? ticket, Func<JournalLine, JournalLine> complete) =>
        journal.Append(this, step, line => complete(line) with { Ticket = ticket });
}
