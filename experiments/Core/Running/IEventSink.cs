namespace Survey.Experiments.Running;

/// <summary>Where libraries report what happens. The host draws it, the run store writes it down.</summary>
public interface IEventSink
{
    /// <summary>Takes one event; never throws, never blocks for long.</summary>
    void Report(SurveyEvent occurrence);
}

/// <summary>Something that happened.</summary>
/// <param name="Subject">The stage or experiment it belongs to: <c>Train</c>, <c>bacalhau-batch</c>.</param>
/// <param name="Message">One sentence, without secrets.</param>
public abstract record SurveyEvent(string Subject, string Message)
{
    /// <summary>The stage of the experiment, where there is one.</summary>
    public string? Stage { get; init; }

    /// <summary>Whether it is the last one of its subject, whose clock stops with it.</summary>
    public bool IsLast { get; init; }
}

/// <summary>A plain note.</summary>
public sealed record NoteEvent(string Subject, string Message) : SurveyEvent(Subject, Message);

/// <summary>Something the user should see although the work goes on.</summary>
public sealed record WarningEvent(string Subject, string Message) : SurveyEvent(Subject, Message);

/// <summary>Progress of long work; drawn as a bar.</summary>
/// <param name="Subject">The stage.</param>
/// <param name="Message">What is being done, with its figures (loss, images per second).</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; null when unknown.</param>
/// <param name="Unit">The unit: <c>images</c>, <c>bytes</c>.</param>
public sealed record ProgressEvent(string Subject, string Message, long Done, long? Total, string Unit) : SurveyEvent(Subject, Message);

/// <summary>An event sink that drops everything.</summary>
public sealed class NullEventSink : IEventSink
{
    /// <summary>The one instance.</summary>
    public static NullEventSink Instance { get; } = new();

    /// <inheritdoc/>
    public void Report(SurveyEvent occurrence)
    {
    }
}
