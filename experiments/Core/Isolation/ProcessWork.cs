using CliWrap;

namespace Survey.Experiments.Isolation;

internal sealed class ProcessWork : IRunningWork
{
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(25);
    private const int KilledExitCode = 137;

    private readonly CancellationTokenSource kill = new();
    private readonly CancellationTokenSource over = new();
    private volatile bool outOfMemory;

    public ProcessWork(CliWrap.Command command, long? memoryBytes, TimeProvider time)
    {
        var running = command.ExecuteAsync(kill.Token, CancellationToken.None);
        ProcessId = running.ProcessId;
        Completion = CompleteAsync(running, memoryBytes is { } limit ? WatchAsync(running.ProcessId, limit, time) : Task.CompletedTask);
    }

    public int ProcessId { get; }

    public Task<WorkExit> Completion { get; }

    public Task KillAsync() => kill.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await kill.CancelAsync();
        await Completion;
        kill.Dispose();
        over.Dispose();
    }

    private async Task<WorkExit> CompleteAsync(CommandTask<CommandResult> running, Task watch)
    {
        try
        {
            var result = await running;
            return new WorkExit(result.ExitCode, outOfMemory);
        }
        catch (OperationCanceledException)
        {
            return new WorkExit(KilledExitCode, outOfMemory);
        }
        finally
        {
            await over.CancelAsync();
            await watch;
        }
    }

    // There is no cgroup to ask, so the resident memory of the process and its children is read now and then.
    private async Task WatchAsync(int processId, long limit, TimeProvider time)
    {
        while (!over.IsCancellationRequested)
        {
            if (ProcessMemory.ResidentBytes(processId) > limit)
            {
                outOfMemory = true;
                await kill.CancelAsync();
                return;
            }

            await Task.Delay(Sample, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
