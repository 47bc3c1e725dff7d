namespace Survey.Experiments.Running;

/// <summary>Runs the stages of one experiment within their limits and reports each.</summary>
internal sealed class StageRunner(string experiment, IEventSink events, TimeProvider time)
{
    /// <summary>The stage under way, or the last one.</summary>
    public Stage Current { get; private set; } = Stage.Quote;

    public async Task<T> RunAsync<T>(
        Stage stage, TimeSpan limit, string setting, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Current = stage;
        Report(stage, "started");
        var began = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            // A driver that does not listen to its token is left behind, so that teardown can begin.
            var result = await work(either.Token).WaitAsync(either.Token);
            Report(stage, $"done in {time.GetElapsedTime(began).TotalSeconds:0.00} s");
            return result;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StageTimeoutException(stage, limit, setting);
        }
    }

    private void Report(Stage stage, string what) => events.Report(new NoteEvent(experiment, $"{stage} {what}") { Stage = $"{stage}" });
}
