using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>
/// The driver's side of the journal. Each call returns only when its line is on disk, so the order is: intent, create on the network,
/// created with the id. Deleted and gone are written by the runner from the teardown proof.
/// </summary>
public interface IExperimentJournal
{
    /// <summary>Says that the resource is about to be created. The ticket names it in the later lines.</summary>
    Task<JournalTicket> IntendAsync(Resource resource, CancellationToken cancellationToken);

    /// <summary>Says that it was created, with its id and whatever is needed to delete it.</summary>
    Task CreatedAsync(JournalTicket ticket, Resource resource, CancellationToken cancellationToken);

    /// <summary>Everything intended or created by this experiment and not yet proved gone, oldest first.</summary>
    IReadOnlyList<Resource> Open { get; }
}

/// <summary>Ties the lines about one resource together.</summary>
/// <param name="Id">Unique within the journal.</param>
public readonly record struct JournalTicket(string Id);
