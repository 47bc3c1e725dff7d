using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>What Sweep found and did.</summary>
/// <param name="Entries">One per experiment of a dead run.</param>
/// <param name="Held">Experiments it kept off, and until when.</param>
/// <param name="Damage">Lines of the journal that could not be read.</param>
public sealed record SweepResult(IReadOnlyList<SweepEntry> Entries, IReadOnlyList<SweepHold> Held, IReadOnlyList<JournalDamage> Damage)
{
    /// <summary>Nothing to do.</summary>
    public static SweepResult Nothing { get; } = new([], [], []);

    /// <summary>What could not be removed, a sentence each.</summary>
    public IReadOnlyList<string> Residue => [.. Entries.SelectMany(entry => entry.Residue)];

    /// <summary>Done, or residue left.</summary>
    public ExitCode ExitCode => Residue.Count == 0 ? ExitCode.Done : ExitCode.ResidueLeft;
}

/// <summary>One experiment of a dead run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Network">The network.</param>
/// <param name="Gone">What is proved gone.</param>
/// <param name="Remains">Traces the network keeps by design.</param>
/// <param name="Residue">What could not be removed, a sentence each.</param>
public sealed record SweepEntry(
    string Run,
    string Experiment,
    string Network,
    IReadOnlyList<ResourceProof> Gone,
    IReadOnlyList<ResourceProof> Remains,
    IReadOnlyList<string> Residue);

/// <summary>An experiment that is kept on purpose.</summary>
/// <param name="Run">The run.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Until">Until when.</param>
public sealed record SweepHold(string Run, string Experiment, DateTimeOffset Until);
