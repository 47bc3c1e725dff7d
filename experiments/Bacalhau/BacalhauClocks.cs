using Survey.Experiments.Measuring;

namespace Survey.Experiments.Bacalhau;

/// <summary>Phases of a job: from its history by the orchestrator's clock, and from the worker's own stamps. Of partitions the slowest counts.</summary>
internal static class BacalhauClocks
{
    /// <summary>From placed to the bid being approved.</summary>
    public const string Bid = "bid";

    /// <summary>From the bid being approved to the end of the execution: everything that the network does not tell apart.</summary>
    public const string Execution = "execution";

    /// <summary>From the end of the last execution to the end of the job.</summary>
    public const string Finish = "finish";

    private const string OneBlock =
        "Bacalhau tells image pull, input download, container start, run and publishing only as one block (bacalhau issue 4795)";

    public static Clocks Of(IReadOnlyList<HistoryItem> events, IReadOnlyList<WorkerStamps?> stamps, IReadOnlyList<ExecutionItem> completed)
    {
        var submitted = events.LastOrDefault(item => item.Event.Topic == "Submission")?.Time;
        var done = events.LastOrDefault(item => item.Event is { Topic: "State Update", Message: "Completed" })?.Time;
        var phases = completed.Select(execution => PhasesOf(execution.ID, events)).ToList();
        var clocks = Clocks.None
            .Merge(Between(Clocks.Queue, submitted, phases.Max(phase => phase.Placed)))
            .Merge(Longest(Bid, phases.Select(phase => (phase.Placed, phase.Approved))))
            .Merge(Longest(Execution, phases.Select(phase => (phase.Approved, phase.Finished))))
            .Merge(Between(Finish, phases.Max(phase => phase.Finished), done));
        return clocks.Merge(OfWorker(stamps, phases));
    }

    private static Clocks OfWorker(IReadOnlyList<WorkerStamps?> stamps, IReadOnlyList<Phases> phases)
    {
        var known = stamps.OfType<WorkerStamps>().ToList();
        if (known.Count == 0)
            return Clocks.None.Without(Clocks.Pull, OneBlock).Without(Clocks.Start, "the worker wrote no stamps");
        var slowest = known.MaxBy(stamp => (stamp.Done ?? stamp.ProcessStart) - stamp.ProcessStart)!;
        var clocks = slowest.ToClocks();

        // Two clocks, the orchestrator's and the worker's: a difference below zero shows that they do not agree.
        var approved = phases.Select(phase => phase.Approved).Max();
        var started = DateTimeOffset.UnixEpoch.AddTicks(known.Max(stamp => stamp.ProcessStart) / TimeSpan.NanosecondsPerTick);
        return approved is { } from && started >= from
            ? clocks.With(Clocks.Pull, started - from)
            : clocks.Without(Clocks.Pull, $"{OneBlock}, and the worker's clock does not fit the orchestrator's");
    }

    private static Phases PhasesOf(string execution, IReadOnlyList<HistoryItem> events)
    {
        var own = events.Where(item => item.ExecutionID == execution).ToList();
        return new Phases(
            own.Find(item => item.Event.Topic == "Scheduling")?.Time,
            own.Find(item => item.Event is { Topic: "Execution", Message: "Running" })?.Time,
            own.Find(item => item.Event is { Topic: "Execution", Message: "Completed successfully" })?.Time);
    }

    private static Clocks Longest(string name, IEnumerable<(DateTimeOffset? From, DateTimeOffset? To)> spans)
    {
        var known = spans.Where(span => span is { From: not null, To: not null }).Select(span => span.To!.Value - span.From!.Value).ToList();
        return known.Count > 0 ? Clocks.None.With(name, known.Max()) : Missing(name);
    }

    private static Clocks Between(string name, DateTimeOffset? from, DateTimeOffset? to) =>
        from is { } start && to is { } end ? Clocks.None.With(name, end - start) : Missing(name);

    private static Clocks Missing(string name) => Clocks.None.Without(name, "the history does not tell it");

    private sealed record Phases(DateTimeOffset? Placed, DateTimeOffset? Approved, DateTimeOffset? Finished);
}
