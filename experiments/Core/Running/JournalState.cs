using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>What the journal says at one moment.</summary>
/// <param name="Experiments">Every experiment that began, oldest first.</param>
/// <param name="Damage">Lines that could not be read.</param>
public sealed record JournalState(IReadOnlyList<JournalExperiment> Experiments, IReadOnlyList<JournalDamage> Damage)
{
    /// <summary>Reads a journal; a missing file is an empty one.</summary>
    /// <exception cref="ArtifactsException">The file is there and cannot be read.</exception>
    public static JournalState Read(string path)
    {
        var (lines, damage) = JournalReader.Read(path);
        var experiments = lines
            .GroupBy(line => (line.Run, line.Experiment, line.Network))
            .Select(group => JournalExperiment.From([.. group]))
            .ToList();
        return new JournalState(experiments, damage);
    }

    /// <summary>One experiment of one run; null when the journal does not know it.</summary>
    public JournalExperiment? Find(string run, string experiment, string network) =>
        Experiments.FirstOrDefault(entry => entry.Run == run && entry.Experiment == experiment && entry.Network == network);
}

/// <summary>A line that is no line of a journal.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">How it starts.</param>
public sealed record JournalDamage(int Line, string Text);

/// <summary>One experiment on one network as the journal knows it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Network">The network or hosting.</param>
/// <param name="Endpoint">Where to find it again; null when its first line is lost.</param>
/// <param name="Open">Resources not proved gone, oldest first.</param>
/// <param name="Ended">Whether the network confirmed that nothing is left.</param>
/// <param name="HeldUntil">Until when Sweep keeps off; null without a hold.</param>
public sealed record JournalExperiment(
    string Run,
    string Experiment,
    string Network,
    NetworkEndpoint? Endpoint,
    IReadOnlyList<OpenResource> Open,
    bool Ended,
    DateTimeOffset? HeldUntil)
{
    internal static JournalExperiment From(IReadOnlyList<JournalLine> lines)
    {
        var open = new List<OpenResource>();
        NetworkEndpoint? endpoint = null;
        DateTimeOffset? held = null;
        var ended = false;
        foreach (var line in lines)
        {
            switch (line.Step)
            {
                case JournalStep.Begin:
                    endpoint = line.Endpoint;
                    ended = false;
                    break;
                case JournalStep.Intent or JournalStep.Created when line is { Ticket: { } ticket, Resource: { } resource }:
                    ended = false;
                    Put(open, new OpenResource(ticket, resource));
                    break;
                case JournalStep.Gone or JournalStep.Remains:
                    open.RemoveAll(entry => entry.Ticket == line.Ticket);
                    break;
                case JournalStep.Hold:
                    held = line.Until;
                    break;
                case JournalStep.Release:
                    held = null;
                    break;
                case JournalStep.End:
                    ended = true;
                    break;
            }
        }

        return new JournalExperiment(lines[0].Run, lines[0].Experiment, lines[0].Network, endpoint, open, ended && open.Count == 0, held);
    }

    private static void Put(List<OpenResource> open, OpenResource entry)
    {
        var index = open.FindIndex(known => known.Ticket == entry.Ticket);
        if (index < 0)
            open.Add(entry);
        else
            open[index] = entry;
    }
}

/// <summary>A resource that was not proved gone.</summary>
/// <param name="Ticket">Its ticket in the journal.</param>
/// <param name="Resource">The resource as last known.</param>
public sealed record OpenResource(string Ticket, Resource Resource);
