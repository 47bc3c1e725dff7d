using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Survey.Experiments.Running;

namespace Survey.Build.Terminal;

/// <summary>What is under way, one line each: experiment (or stage that experiments share), stage, clock, last event.</summary>
internal sealed class StageLines(TimeProvider time) : Renderable
{
    private const string Gap = "  ";
    private static readonly int StageWidth = Enum.GetNames<Stage>().Max(name => name.Length);

    private readonly List<Line> lines = [];
    private readonly Lock gate = new();

    /// <summary>Notes what happened: a line begins with its first event, and its clock stops with the last.</summary>
    public void Take(SurveyEvent occurrence)
    {
        lock (gate)
        {
            var line = lines.Find(known => known.Subject == occurrence.Subject);
            if (line is null)
                lines.Add(line = new Line(occurrence.Subject, time.GetTimestamp()));
            line.Stage = occurrence.Stage ?? "";
            line.Event = occurrence is ProgressEvent { Total: > 0 } progress
                ? string.Create(CultureInfo.InvariantCulture, $"{progress.Done * 100 / progress.Total} %  {progress.Message}")
                : occurrence.Message;
            line.IsWarning = occurrence is WarningEvent;
            line.Ended = occurrence.IsLast ? time.GetTimestamp() : null;
        }
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        lock (gate)
        {
            var subjectWidth = lines.Select(line => line.Subject.Length).DefaultIfEmpty(0).Max();
            return [.. lines.SelectMany(line => Render(line, subjectWidth, maxWidth))];
        }
    }

    private IEnumerable<Segment> Render(Line line, int subjectWidth, int maxWidth)
    {
        (string Text, Style Style)[] parts =
        [
            (line.Subject.PadRight(subjectWidth) + Gap, new Style(decoration: Decoration.Bold)),
            (line.Stage.PadRight(StageWidth) + Gap, Style.Plain),
            (Clock(line) + Gap, new Style(Color.Grey)),
            (line.Event.ReplaceLineEndings(" "), line.IsWarning ? new Style(Color.Yellow) : Style.Plain),
        ];
        var left = maxWidth;
        foreach (var (text, style) in parts)
        {
            yield return new Segment(text.Length <= left ? text : text[..Math.Max(0, left - 1)] + "…", style);
            left -= text.Length;
            if (left <= 0)
                break;
        }

        yield return Segment.LineBreak;
    }

    private string Clock(Line line)
    {
        var elapsed = time.GetElapsedTime(line.Began, line.Ended ?? time.GetTimestamp());
        return string.Create(CultureInfo.InvariantCulture, $"{(int)elapsed.TotalMinutes,3}:{elapsed.Seconds:00}.{elapsed.Milliseconds / 100}");
    }

    private sealed class Line(string subject, long began)
    {
        public string Subject => subject;

        public long Began => began;

        public long? Ended { get; set; }

        public string Stage { get; set; } = "";

        public string Event { get; set; } = "";

        public bool IsWarning { get; set; }
    }
}
