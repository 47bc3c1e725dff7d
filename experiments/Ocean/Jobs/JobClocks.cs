using Survey.Experiments.Measuring;
using Survey.Experiments.Ocean.Node;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>The phases of a job: by the states seen, by the node's own stamps, and by the worker's.</summary>
internal sealed class JobClocks(TimeProvider time)
{
    private readonly Dictionary<int, TimeSpan> firstSeen = [];
    private readonly long started = time.GetTimestamp();

    public void Look(NodeJob job) => firstSeen.TryAdd(job.Status, time.GetElapsedTime(started));

    public Clocks Read(NodeJob job, WorkerStamps? stamps, TimeSpan fetch)
    {
        var clocks = stamps?.ToClocks() ?? Clocks.None.Without(Clocks.Compute, "the worker wrote no stamps");
        clocks = job.AlgorithmStart > job.Created && job.Created > 0
            ? clocks.With(Clocks.Queue, TimeSpan.FromSeconds(job.AlgorithmStart - job.Created))
            : clocks.Without(Clocks.Queue, "the node stamped no start");
        clocks = firstSeen.TryGetValue(20, out var configured)
            ? clocks.With(Clocks.Pull, configured)
            : clocks.Without(Clocks.Pull, "the state after the pull was over between two looks");
        return clocks.With(Clocks.Fetch, fetch).With(Clocks.Total, time.GetElapsedTime(started)).Without(Clocks.Settle, "settled at teardown, by the node's own timer");
    }
}
