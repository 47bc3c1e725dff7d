namespace Survey.Experiments.Reporting.Model;

/// <summary>How we know what a cell of the matrix says.</summary>
public enum CellState
{
    /// <summary>A run on a node or a public network.</summary>
    Measured,

    /// <summary>A run on the embedded stand-in only: shows that our code works, says nothing about the network.</summary>
    Rehearsed,

    /// <summary>Somebody says so, with source and date.</summary>
    Claimed,

    /// <summary>The network does not do it, with the reason.</summary>
    Unsupported,

    /// <summary>It was tried and failed, with the reason.</summary>
    Failed,

    /// <summary>Nobody has looked.</summary>
    Unknown,
}
