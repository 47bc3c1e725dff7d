using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>Everything the store keeps about one job. Only touched while the store's lock is held.</summary>
internal sealed class JobRecord(Job first)
{
    private ulong sequence;

    public List<Job> Versions { get; } = [first];
    public List<Execution> Executions { get; } = [];
    public List<JobHistory> History { get; } = [];

    /// <summary>When the current version was asked for.</summary>
    public DateTimeOffset SubmittedAt { get; set; }

    public Job Current => Versions[^1];
    public string ID => Current.ID;

    public IEnumerable<Execution> CurrentExecutions => Executions.Where(execution => execution.JobVersion == Current.Version);

    public void Change(DateTimeOffset now, Func<Job, Job> change) => Versions[^1] = change(Current) with
    {
        Revision = Current.Revision + 1,
        ModifyTime = WireTime.Nanoseconds(now),
    };

    public Execution ChangeExecution(string id, DateTimeOffset now, Func<Execution, Execution> change)
    {
        var index = Executions.FindIndex(execution => execution.ID == id);
        var old = Executions[index];
        return Executions[index] = change(old) with { Revision = old.Revision + 1, ModifyTime = WireTime.Nanoseconds(now) };
    }

    public void Note(
        DateTimeOffset now, string topic, string message, string? execution = null, IReadOnlyDictionary<string, string>? details = null) =>
        History.Add(new JobHistory
        {
            SeqNum = ++sequence,
            Type = execution is null ? "JobLevel" : "ExecutionLevel",
            JobID = ID,
            JobVersion = Current.Version,
            ExecutionID = execution,
            Event = new HistoryEvent(message, topic, WireTime.Text(now), details),
            Time = WireTime.Text(now),
        });
}
