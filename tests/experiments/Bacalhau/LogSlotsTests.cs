using Microsoft.Extensions.Time.Testing;
using Survey.Devnets.Bacalhau;
using Survey.Devnets.Bacalhau.Compute;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>The one log stream of a node of 1.9.3, and the heartbeat that ends the wrong one.</summary>
public sealed class LogSlotsTests
{
    private static readonly BacalhauTiming Timing = new();
    private static readonly TimeSpan AWhile = Timing.RecentLog * 2;
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_GivesEverybodyAPlace_WithoutTheDefect()
    {
        using var slots = new LogSlots(onlyOne: false, Timing, time);

        using var first = await slots.TakeAsync(Token);
        using var second = await slots.TakeAsync(Token);
        time.Advance(Timing.LogHeartbeat);

        Assert.False(first.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task TakeAsync_WaitsForThePlace_UntilItIsGivenBack()
    {
        using var slots = new LogSlots(onlyOne: true, Timing, time);
        var first = await slots.TakeAsync(Token);
        var second = slots.TakeAsync(Token);

        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task Heartbeat_EndsTheOpenStream_WhenAnotherWasAskedForJustBefore()
    {
        using var slots = new LogSlots(onlyOne: true, Timing, time);
        using var open = await slots.TakeAsync(Token);
        time.Advance(Timing.LogHeartbeat - (Timing.RecentLog / 2));
        var waiting = slots.TakeAsync(Token);

        time.Advance(Timing.RecentLog / 2);

        Assert.True(open.Ended.IsCancellationRequested);
        open.Dispose();
        Assert.False((await waiting).Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Heartbeat_LeavesAStreamOpenForHours_WhenNobodyElseAsks()
    {
        using var slots = new LogSlots(onlyOne: true, Timing, time);
        using var open = await slots.TakeAsync(Token);

        time.Advance(TimeSpan.FromHours(2));

        Assert.False(open.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Heartbeat_LeavesAStreamOpen_WhenTheOtherWasAskedForEarlier()
    {
        using var slots = new LogSlots(onlyOne: true, Timing, time);
        using var open = await slots.TakeAsync(Token);
        var waiting = slots.TakeAsync(Token);

        time.Advance(Timing.LogHeartbeat);

        Assert.False(open.Ended.IsCancellationRequested);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task HoldAsync_KeepsThePlace_WhenTheReadExecutionWasStopped()
    {
        using var slots = new LogSlots(onlyOne: true, Timing, time);
        var log = new ExecutionLog();
        var left = (await slots.TakeAsync(Token)).HoldAsync(log.WaitForEndAsync);
        log.End(cancelled: true);
        time.Advance(AWhile);
        var waiting = slots.TakeAsync(Token);

        Assert.False(left.IsCompleted);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task HoldAsync_GivesThePlaceBack_WhenTheReadExecutionHasEnded()
    {
        using var slots = new LogSlots(onlyOne: true, Timing, time);
        var log = new ExecutionLog();
        var left = (await slots.TakeAsync(Token)).HoldAsync(log.WaitForEndAsync);

        log.End();
        await left;

        (await slots.TakeAsync(Token)).Dispose();
    }
}
