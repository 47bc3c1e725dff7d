using System.Collections.Concurrent;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>A journal in memory, which says what is open in the order it was intended.</summary>
internal sealed class MemoryJournal : IExperimentJournal
{
    private readonly ConcurrentDictionary<string, (int Order, Resource Resource)> lines = new();
    private int count;

    public IReadOnlyList<Resource> Open => [.. lines.Values.OrderBy(line => line.Order).Select(line => line.Resource)];

    public Task<JournalTicket> IntendAsync(Resource resource, CancellationToken cancellationToken)
    {
        var order = Interlocked.Increment(ref count);
        lines[$"{order}"] = (order, resource);
        return Task.FromResult(new JournalTicket($"{order}"));
    }

    public Task CreatedAsync(JournalTicket ticket, Resource resource, CancellationToken cancellationToken)
    {
        lines[ticket.Id] = (lines[ticket.Id].Order, resource);
        return Task.CompletedTask;
    }
}
