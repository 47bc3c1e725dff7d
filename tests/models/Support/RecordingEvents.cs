using System.Collections.Concurrent;
using Survey.Experiments.Running;

namespace Survey.Models.Tests.Support;

/// <summary>Keeps every event for a test to look at.</summary>
internal sealed class RecordingEvents : IEventSink
{
    private readonly ConcurrentQueue<SurveyEvent> events = new();

    public IReadOnlyList<SurveyEvent> All => [.. events];

    public IEnumerable<ProgressEvent> Progress => events.OfType<ProgressEvent>();

    public void Report(SurveyEvent occurrence) => events.Enqueue(occurrence);
}
