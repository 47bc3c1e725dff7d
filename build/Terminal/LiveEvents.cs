using Spectre.Console;
using Spectre.Console.Rendering;
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
                Scroll($"[yellow]{occurrence.Subject.EscapeMarkup()}: {occurrence.Message.EscapeMarkup()}[/]");
                break;
            case NoteEvent { Stage: null }:
                Scroll($"[grey]{occurrence.Subject.EscapeMarkup()}:[/] {occurrence.Message.EscapeMarkup()}");
                return;
        }

        if (occurrence is not WarningEvent { Stage: null })
            lines.Take(occurrence);
    }

    private void Scroll(string markup) => console.Write(new Overwriting(new Markup(markup + "\n")));

    /// <summary>Lines that are written where others stand already: the rest of those is erased first.</summary>
    private sealed class Overwriting(IRenderable content) : Renderable
    {
        private static readonly Segment EraseLine = Segment.Control("\e[2K");

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            var begins = true;
            foreach (var segment in content.Render(options, maxWidth))
            {
                if (begins)
                    yield return EraseLine;
                yield return segment;
                begins = segment.IsLineBreak;
            }
        }
    }
}
