using System.Text.Json;

namespace Survey.Experiments.Running;

/// <summary>Writes the events of one experiment to its <c>events.jsonl</c> and passes them on, both without secrets.</summary>
internal sealed class ExperimentEvents : IEventSink, IDisposable
{
    private readonly IEventSink next;
    private readonly SecretRedactor secrets;
    private readonly TimeProvider time;
    private readonly long began;
    private readonly StreamWriter writer;
    private readonly Lock gate = new();
    private bool broken;

    public ExperimentEvents(ExperimentFolder folder, IEventSink next, SecretRedactor secrets, TimeProvider time)
    {
        (this.next, this.secrets, this.time, began) = (next, secrets, time, time.GetTimestamp());
        Directory.CreateDirectory(folder.Path);
        writer = new StreamWriter(folder.File(ExperimentFolder.Events), append: true) { AutoFlush = true, NewLine = "\n" };
    }

    public void Report(SurveyEvent occurrence)
    {
        var clean = occurrence with { Message = secrets.Redact(occurrence.Message) };
        if (clean is not ProgressEvent)
            Write(clean);
        next.Report(clean);
    }

    public void Dispose()
    {
        lock (gate)
        {
            broken = true;
            writer.Dispose();
        }
    }

    private void Write(SurveyEvent occurrence)
    {
        var kind = occurrence is WarningEvent ? "warning" : "note";
        var line = new EventLine(time.GetUtcNow(), time.GetElapsedTime(began), kind, occurrence.Stage, occurrence.Message);
        lock (gate)
        {
            if (broken)
                return;
            try
            {
                writer.WriteLine(JsonSerializer.Serialize(line, ArtifactJson.Line));
            }
            catch (IOException cause)
            {
                // A sink never throws. The experiment's own files will fail in the same way and say so with their error.
                broken = true;
                next.Report(new WarningEvent(occurrence.Subject, $"Its events are no longer written down: {cause.Message}"));
            }
        }
    }

    private sealed record EventLine(DateTimeOffset At, TimeSpan ElapsedSeconds, string Kind, string? Stage, string Message);
}
