namespace Survey.Experiments.Prerequisites;

/// <summary>How a prerequisite fares.</summary>
public enum PrerequisiteState
{
    /// <summary>It is there.</summary>
    Found,

    /// <summary>It is missing and something else takes its place.</summary>
    Replaced,

    /// <summary>It is missing and something cannot be done.</summary>
    Missing,
}

/// <summary>One thing the program needs, and what was found.</summary>
/// <param name="Name">What it is.</param>
/// <param name="State">How it fares.</param>
/// <param name="Detail">The version and place found, or what its absence means.</param>
/// <param name="Fix">The command that fixes it; null when nothing is to be fixed.</param>
public sealed record Prerequisite(string Name, PrerequisiteState State, string Detail, string? Fix = null);
