using Microsoft.Extensions.Time.Testing;
using Survey.Experiments;

namespace Survey.Build.Tests;

public sealed class InterruptionTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly StringWriter console = new();
    private readonly Interruption interruption;

    public InterruptionTests() => interruption = new Interruption(console, time);

    public void Dispose() => interruption.Dispose();

    [Fact]
    public void Handle_Stops_WhenTheFirstSignalComes()
    {
        interruption.Handle(ExitCode.Terminated);

        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.False(interruption.GiveUp.IsCancellationRequested);
        Assert.Equal(ExitCode.Terminated, interruption.ExitCode);
        Assert.Contains("within 5 s", console.ToString());
    }

    [Fact]
    public void Handle_GivesUp_WhenTheSecondComesWithinFiveSeconds()
    {
        interruption.Handle(ExitCode.Interrupted);
        time.Advance(TimeSpan.FromSeconds(4));
        interruption.Handle(ExitCode.Terminated);

        Assert.True(interruption.GiveUp.IsCancellationRequested);
        Assert.Equal(ExitCode.Interrupted, interruption.ExitCode);
    }

    [Fact]
    public void Handle_WaitsForAnother_WhenTheSecondComesLater()
    {
        interruption.Handle(ExitCode.Interrupted);
        time.Advance(TimeSpan.FromSeconds(6));
        interruption.Handle(ExitCode.Interrupted);

        Assert.False(interruption.GiveUp.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(4));
        interruption.Handle(ExitCode.Interrupted);
        Assert.True(interruption.GiveUp.IsCancellationRequested);
    }
}
