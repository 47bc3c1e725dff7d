using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Worker.Tests.Networks;

/// <summary>Keeps what was created, in order.</summary>
internal sealed class MemoryJournal : IExperimentJournal
{
    private readonly List<Resource> open = [];

    public IReadOnlyList<Resource> Open => open;

    public Task<JournalTicket> IntendAsync(Resource resource, CancellationToken cancellationToken)
    {
        open.Add(resource);
        return Task.FromResult(new JournalTicket((open.Count - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public Task CreatedAsync(JournalTicket ticket, Resource resource, CancellationToken cancellationToken)
    {
        open[int.Parse(ticket.Id, System.Globalization.CultureInfo.InvariantCulture)] = resource;
        return Task.CompletedTask;
    }
}
