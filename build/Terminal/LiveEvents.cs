using Spectre.Console;
using Survey.Experiments.Running;

namespace Survey.Build.Terminal;

/// <summary>Events on a terminal: notes scroll by, every subject that makes progress has a bar below them.</summary>
internal sealed class LiveEvents(IAnsiConsole console, ProgressContext bars) : IEventSink
{
    private readonly Dictionary<string, ProgressTask> tasks = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Draws bars for as long as the work runs.</summary>
    public static Task RunAsync(IAnsiConsole console, Func<IEventSink, Task> work) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bars => work(new LiveEvents(console, bars)));

    public void Report(SurveyEvent occurrence)
    {
        lock (gate)
        {
            switch (occurrence)
            {
                case ProgressEvent progress:
                    Show(progress);
                    break;
                case WarningEvent:
                    console.MarkupLine($"[yellow]{occurrence.Subject.EscapeMarkup()}: {occurrence.Message.EscapeMarkup()}[/]");
                    break;
                default:
                    console.MarkupLine($"[grey]{occurrence.Subject.EscapeMarkup()}:[/] {occurrence.Message.EscapeMarkup()}");
                    break;
            }
        }
    }

    private void Show(ProgressEvent progress)
    {
        if (!tasks.TryGetValue(progress.Subject, out var task))
            tasks[progress.Subject] = task = bars.AddTask(progress.Subject.EscapeMarkup());
        task.Description = $"[bold]{progress.Subject.EscapeMarkup()}[/] {progress.Message.EscapeMarkup()}";
        task.IsIndeterminate = progress.Total is null;
        // Spectre counts a bar whose value reaches its maximum as finished; a bar of nothing would be finished from the start.
        task.MaxValue = Math.Max(1, progress.Total ?? 1);
        task.Value = progress.Total is null ? 0 : progress.Done;
    }
}
