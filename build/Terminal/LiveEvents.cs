using Spectre.Console;
using Survey.Experiments.Running;

namespace Survey.Build.Terminal;

/// <summary>
/// Events on a terminal: a line for each experiment and each long stage is drawn again and again; warnings, and the notes of stages that
/// experiments share, scroll by above.
/// </summary>
internal sealed class LiveEvents(IAnsiConsole console, StageLines lines) : IEventSink
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    /// <summary>Draws for as long as the work runs.</summary>
    public static Task RunAsync(IAnsiConsole console, TimeProvider time, Func<IEventSink, Task> work)
    {
        var lines = new StageLines(time);
        return console.Live(lines).AutoClear(true).Overflow(VerticalOverflow.Ellipsis).Cropping(VerticalOverflowCropping.Top).StartAsync(async view =>
        {
            var running = work(new LiveEvents(console, lines));
            while (!running.IsCompleted)
            {
                view.Refresh();
                await Task.WhenAny(running, Task.Delay(Redraw, time));
            }

            await running;
        });
    }

    public void Report(SurveyEvent occurrence)
    {
        switch (occurrence)
        {
            case WarningEvent:
                console.MarkupLine($"[yellow]{occurrence.Subject.EscapeMarkup()}: {occurrence.Message.EscapeMarkup()}[/]");
                break;
            case NoteEvent { Stage: null }:
                console.MarkupLine($"[grey]{occurrence.Subject.EscapeMarkup()}:[/] {occurrence.Message.EscapeMarkup()}");
                return;
        }

        if (occurrence is not WarningEvent { Stage: null })
            lines.Take(occurrence);
    }
}
