using Microsoft.Extensions.Time.Testing;
using Survey.Build.Terminal;
using Survey.Experiments.Running;

namespace Survey.Build.Tests.Terminal;

public sealed class PlainEventsTests
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Report_WritesOneLine_WhenANoteComes()
    {
        Sink().Report(new NoteEvent("Train", "up to date"));

        Assert.Equal("Train: up to date\n", output.ToString());
    }

    [Fact]
    public void Report_WritesNothing_WhenProgressIsFasterThanTheInterval()
    {
        var sink = Sink();
        sink.Report(Progress(1));
        sink.Report(Progress(2));

        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void Report_WritesTheShareDone_WhenTheIntervalIsOver()
    {
        var sink = Sink();
        sink.Report(Progress(1));
        time.Advance(TimeSpan.FromSeconds(10));
        sink.Report(Progress(5));

        Assert.Equal("Train: 50 %  loss 0.1\n", output.ToString());
    }

    [Fact]
    public void Report_WritesTheEnd_WhenTheWorkIsDone()
    {
        var sink = Sink();
        sink.Report(Progress(1));
        sink.Report(Progress(10));

        Assert.Equal("Train: 100 %  loss 0.1\n", output.ToString());
    }

    private static ProgressEvent Progress(long done) => new("Train", "loss 0.1", done, 10, "images");

    private PlainEvents Sink() => new(output, time);
}
