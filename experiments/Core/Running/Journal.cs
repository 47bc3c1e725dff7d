using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>
/// The append-only record of everything that a run creates outside the artifacts folder: <c>journal.jsonl</c>. Each line is on disk before the
/// call that writes it returns, and the order is intent, created, deleted, gone. Sweep needs nothing else to find what a killed run left.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly JournalFile file;
    private readonly TimeProvider time;

    private Journal(JournalFile file, TimeProvider time) => (this.file, this.time) = (file, time);

    /// <summary>Opens the journal of an artifacts folder for writing; the caller holds its lock.</summary>
    /// <exception cref="ArtifactsException">It cannot be written.</exception>
    public static Journal Open(string path, TimeProvider time, IEventSink events) => new(JournalFile.Open(path, events), time);

    /// <summary>Starts the record of an experiment on a network, or goes on with one that is not finished.</summary>
    /// <param name="run">The run.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="endpoint">Where the network is found again.</param>
    /// <param name="open">What an earlier command of the same run left open.</param>
    public ExperimentJournal Begin(string run, string experiment, NetworkEndpoint endpoint, IReadOnlyList<OpenResource>? open = null)
    {
        var journal = new ExperimentJournal(this, run, experiment, endpoint.Network, open ?? []);
        Append(journal, JournalStep.Begin, line => line with { Endpoint = endpoint });
        return journal;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    internal ExperimentJournal Continue(JournalExperiment experiment) =>
        new(this, experiment.Run, experiment.Experiment, experiment.Network, experiment.Open);

    internal void Append(ExperimentJournal journal, JournalStep step, Func<JournalLine, JournalLine> complete) =>
        file.Append(complete(new JournalLine(time.GetUtcNow(), step, journal.Run, journal.Experiment, journal.Network)));
}
