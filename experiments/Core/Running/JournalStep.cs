namespace Survey.Experiments.Running;

/// <summary>What a line of the journal says.</summary>
public enum JournalStep
{
    /// <summary>An experiment starts; the line holds the endpoint it talks to.</summary>
    Begin,

    /// <summary>A resource is about to be created.</summary>
    Intent,

    /// <summary>It was created and has an id.</summary>
    Created,

    /// <summary>The network took the deletion.</summary>
    Deleted,

    /// <summary>The network confirmed that it is gone.</summary>
    Gone,

    /// <summary>It stays as a trace by the network's design.</summary>
    Remains,

    /// <summary>It could not be removed; Sweep tries again.</summary>
    Residue,

    /// <summary>Sweep keeps off until the given time.</summary>
    Hold,

    /// <summary>The hold is over.</summary>
    Release,

    /// <summary>The network itself was asked and has nothing left of the experiment.</summary>
    End,
}
