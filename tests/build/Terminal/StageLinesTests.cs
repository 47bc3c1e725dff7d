using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Survey.Build.Terminal;
using Survey.Experiments.Running;

namespace Survey.Build.Tests.Terminal;

public sealed class StageLinesTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Render_ShowsStageClockAndLastEvent_OfEachExperiment()
    {
        var lines = new StageLines(time);
        lines.Take(Note("docker-batch", "Quote", "Quote started"));
        time.Advance(TimeSpan.FromSeconds(63.4));
        lines.Take(Note("bacalhau-batch", "Deploy", "Deploy started"));
        lines.Take(Note("docker-batch", "Invoke", "16 predictions"));

        Assert.Equal(
            """
            docker-batch    Invoke          1:03.4  16 predictions
            bacalhau-batch  Deploy          0:00.0  Deploy started

            """,
            Draw(lines, 80));
    }

    [Fact]
    public void Render_StopsTheClock_WhenTheExperimentEnds()
    {
        var lines = new StageLines(time);
        lines.Take(Note("docker-batch", "Quote", "Quote started"));
        time.Advance(TimeSpan.FromSeconds(2));
        lines.Take(Note("docker-batch", "Teardown", "done") with { IsLast = true });
        time.Advance(TimeSpan.FromSeconds(50));

        Assert.Contains("0:02.0  done", Draw(lines, 80));
    }

    [Fact]
    public void Render_ShowsTheShareDone_WhenAStageMakesProgress()
    {
        var lines = new StageLines(time);
        lines.Take(new ProgressEvent("Train", "loss 0.1", 30, 120, "images"));

        Assert.Contains("25 %  loss 0.1", Draw(lines, 80));
    }

    [Fact]
    public void Render_KeepsToOneLine_WhenTheEventIsLong()
    {
        var lines = new StageLines(time);
        lines.Take(Note("docker-batch", "Invoke", new string('x', 200) + "\nsecond line"));

        var drawn = Assert.Single(Draw(lines, 60).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(60, drawn.Length);
        Assert.EndsWith("x…", drawn);
    }

    private static NoteEvent Note(string subject, string stage, string message) => new(subject, message) { Stage = stage };

    private static string Draw(StageLines lines, int width)
    {
        var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(lines);
        return text.ToString();
    }
}
