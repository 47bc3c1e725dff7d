using Survey.Devnets.Bacalhau;
using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Scheduling;
using Survey.Devnets.Bacalhau.Wire;
using Xunit;
using Execution = Survey.Devnets.Bacalhau.Wire.Execution;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>A stop that meets the answer of a node: the job stays stopped, as on the recorded node.</summary>
public sealed class StopRaceTests
{
    private const string JobId = "j-00000000-0000-0000-0000-000000000001";
    private const string ExecutionId = "e-00000000-0000-0000-0000-000000000001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BidAccepted_StartsNothing_WhenTheJobWasStoppedInThatMoment()
    {
        using var store = new JobStore(TimeProvider.System);
        using var nodes = new NodeRegistry(new BacalhauTiming(), TimeProvider.System);
        using var orchestrator = new Orchestrator(
            store, nodes, new BacalhauTiming(), BacalhauDefects.None, TimeProvider.System, new NodeRanker(nodes, new Random(1)));
        await store.WriteAsync(AddPlaced, Token);
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var busy = Task.Run(() => store.WriteAsync(_ => Hold(entered, release), Token), Token);
        entered.Wait(Token);

        // Both wait for the store, one behind the other.
        var stop = orchestrator.StopAsync(JobId, null, "at once", Token);
        orchestrator.BidAccepted(JobId, ExecutionId);
        release.Set();
        await Task.WhenAll(busy, stop);
        while (Seen(store).Execution == ComputeStates.New)
            await Task.Yield();

        // What looks at the job afterwards leaves it as it is.
        await orchestrator.StopAsync(JobId, null, "again", Token);
        Assert.Equal(("Stopped", ComputeStates.AskForBidAccepted), Seen(store));
        Assert.DoesNotContain(store.Read(read => Record(read).History.ToList()), item => item.Event.Message == "Running");
    }

    private static bool Hold(ManualResetEventSlim entered, ManualResetEventSlim release)
    {
        entered.Set();
        release.Wait(Token);
        return true;
    }

    private static bool AddPlaced(JobStore write)
    {
        var job = new Job { ID = JobId, Name = "job", Namespace = "default", Type = "batch", Count = 1, Version = 1, Tasks = [new JobTask()] };
        write.Add(job).Executions.Add(new Execution
        {
            ID = ExecutionId,
            Namespace = "default",
            EvalID = "",
            NodeID = "n-1",
            JobID = JobId,
            Job = job,
            JobVersion = 1,
            CreateTime = 0,
            ModifyTime = 0,
        });
        return true;
    }

    private static JobRecord Record(JobStore read) => read.TryGet(JobId, out var record) ? record : throw new InvalidOperationException("The job is gone.");

    private static (string Job, int Execution) Seen(JobStore store) =>
        store.Read(read => (Record(read).Current.State.StateType, Record(read).Executions[0].ComputeState.StateType));
}
