using System.Diagnostics.CodeAnalysis;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>The jobs, in the order of their creation. Reads always work; writes go one at a time.</summary>
internal sealed class JobStore(TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim writers = new(1, 1);
    private readonly List<JobRecord> records = [];
    private readonly Dictionary<string, JobRecord> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), JobRecord> byName = [];

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Looks at the store.</summary>
    public T Read<T>(Func<JobStore, T> look)
    {
        lock (gate)
            return look(this);
    }

    /// <summary>Changes the store, once the writers before are through.</summary>
    public async Task<T> WriteAsync<T>(Func<JobStore, T> change, CancellationToken cancellationToken)
    {
        await writers.WaitAsync(cancellationToken);
        try
        {
            lock (gate)
                return change(this);
        }
        finally
        {
            writers.Release();
        }
    }

    /// <summary>The defect: a write that never ends.</summary>
    public Task LockForeverAsync() => writers.WaitAsync();

    public IReadOnlyList<JobRecord> All => records;

    public JobRecord Add(Job job)
    {
        var record = new JobRecord(job);
        records.Add(record);
        byId.Add(job.ID, record);
        byName.Add((job.Namespace, job.Name), record);
        return record;
    }

    public bool TryGet(string id, [NotNullWhen(true)] out JobRecord? record) => byId.TryGetValue(id, out record);

    public JobRecord? ByName(string name, string jobNamespace) => byName.GetValueOrDefault((jobNamespace, name));

    /// <summary>By name in the namespace, then by id, then by any prefix that begins with <c>j-</c>.</summary>
    public JobRecord Find(string text, string? jobNamespace)
    {
        if (ByName(text, string.IsNullOrEmpty(jobNamespace) ? "default" : jobNamespace) is { } named)
            return named;
        if (byId.TryGetValue(text, out var exact))
            return exact;
        var matches = text.StartsWith("j-", StringComparison.Ordinal)
            ? records.Where(record => record.ID.StartsWith(text, StringComparison.Ordinal)).Take(2).ToList()
            : [];
        return matches.Count switch
        {
            1 => matches[0],
            0 => throw ApiException.NotFound($"job not found: {text}"),
            _ => throw new ApiException(500, $"multiple jobs found for prefix: {text}", "MultipleJobsFound", "JobStore")
            {
                Hint = "Use full job ID",
            },
        };
    }

    public void Dispose() => writers.Dispose();
}
